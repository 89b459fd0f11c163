package io.fanfare.transport.memory;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;

/** The client's end of a wire. */
abstract class MemoryConnection implements Connection {
    final Wire wire;

    MemoryConnection(Wire wire) {
        this.wire = wire;
    }

    @Override
    public Node node() {
        return wire.node();
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public void close() {
        wire.close();
    }
}
