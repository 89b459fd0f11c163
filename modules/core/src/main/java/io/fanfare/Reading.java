package io.fanfare;

import io.fanfare.spi.SubscribeConnection;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subscriber reads its connection, the present one and those to come. While it does not, neither answers nor
 * a loss are noticed. Thread-safe.
 */
final class Reading {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private @Nullable SubscribeConnection connection;
    private boolean paused;
    private long sinceNanos = System.nanoTime();

    synchronized void connected(SubscribeConnection made) {
        connection = made;
        if (paused) {
            pause(made);
        }
    }

    synchronized void lost() {
        connection = null;
    }

    /** Stops reading. */
    synchronized void pause() {
        paused = true;
        if (connection != null) {
            pause(connection);
        }
    }

    private static void pause(SubscribeConnection connection) {
        try {
            connection.pause();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, connection + " was not paused; its queue goes beyond its limit", e);
        }
    }

    /** Goes on reading. */
    synchronized void resume() {
        paused = false;
        sinceNanos = System.nanoTime();
        if (connection != null) {
            try {
                connection.resume();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, connection + " was not resumed; nothing is received from it", e);
            }
        }
    }

    /** Tells whether there was no pause since a {@link System#nanoTime()}. */
    synchronized boolean hasGoneOnSince(long nanos) {
        return !paused && nanos - sinceNanos >= 0;
    }
}
