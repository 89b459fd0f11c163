package io.fanfare.transport.lettuce;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;

/** What the three kinds of connections share. */
abstract class LettuceConnection implements Connection {
    final Wire wire;

    LettuceConnection(Wire wire) {
        this.wire = wire;
    }

    @Override
    public final Node node() {
        return wire.node();
    }

    @Override
    public final boolean isOpen() {
        return wire.ended() == null;
    }

    @Override
    public final void close() {
        wire.close();
    }
}
