package io.fanfare;

import io.fanfare.spi.SubscribeConnection;
import java.util.List;

/** Watches over the connections of one subscriber, each by several means. */
final class Vigil implements AutoCloseable {
    /** One way to find that a connection does not do what it should. */
    interface Watch extends AutoCloseable {
        /** Watches a connection until it is closed or lost. Under the subscriber's lock; must not block. */
        void connected(SubscribeConnection made);

        @Override
        default void close() {}
    }

    private final KnownUntil known;
    private final List<Watch> watches;

    Vigil(KnownUntil known, Watch... watches) {
        this.known = known;
        this.watches = List.of(watches);
    }

    /** Returns the {@link System#nanoTime()} up to which a connection has brought everything, as far as is known. */
    long knownUntil(SubscribeConnection connection) {
        return known.nanos(connection);
    }

    void connected(SubscribeConnection made) {
        known.connected(made);
        watches.forEach(watch -> watch.connected(made));
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
