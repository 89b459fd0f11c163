package io.fanfare;

import io.fanfare.spi.SubscribeConnection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Watches over the connections of one subscriber, each by several means. */
final class Vigil implements AutoCloseable {
    /** One way to find that a connection does not do what it should. */
    interface Watch extends AutoCloseable {
        /**
         * Watches a connection, by tasks of {@code timer}, which ends with it. Under the subscriber's lock; must not
         * block.
         */
        void connected(SubscribeConnection made, ConnectionTimer timer);

        @Override
        default void close() {}
    }

    private final ScheduledExecutorService timer;
    private final KnownUntil known;
    private final List<Watch> watches;
    private @Nullable ConnectionTimer present;
    private boolean closed;

    Vigil(ScheduledExecutorService timer, KnownUntil known, Watch... watches) {
        this.timer = timer;
        this.known = known;
        this.watches = List.of(watches);
    }

    /** Returns the {@link System#nanoTime()} up to which a connection has brought everything, as far as is known. */
    long knownUntil(SubscribeConnection connection) {
        return known.nanos(connection);
    }

    synchronized void connected(SubscribeConnection made) {
        if (!closed) {
            ConnectionTimer begun = new ConnectionTimer(timer);
            present = begun;
            known.connected(made, begun);
            watches.forEach(watch -> watch.connected(made, begun));
        }
    }

    synchronized void lost() {
        if (present != null) {
            present.close();
            present = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        lost();
        watches.forEach(Watch::close);
    }
}
