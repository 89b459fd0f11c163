package io.fanfare.transport.redisson;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;

/** What the three kinds of connection have in common. */
abstract class RedissonConnection implements Connection {
    final Wire wire;

    RedissonConnection(Wire wire) {
        this.wire = wire;
    }

    @Override
    public final Node node() {
        return wire.node();
    }

    @Override
    public final boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public final void close() {
        wire.close();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " to " + node();
    }
}
