package io.fanfare;

import io.fanfare.spi.SubscribeConnection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Whether subscribers read their connections, the present ones and those to come. While they do not, neither answers
 * nor a loss are noticed. Thread-safe.
 */
final class Reading {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Set<SubscribeConnection> connections = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean paused;
    private long sinceNanos = System.nanoTime();

    synchronized void connected(SubscribeConnection made) {
        connections.add(made);
        if (paused) {
            pause(made);
        }
    }

    synchronized void lost(SubscribeConnection gone) {
        connections.remove(gone);
    }

    /** Stops reading. */
    synchronized void pause() {
        paused = true;
        connections.forEach(Reading::pause);
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
        connections.forEach(Reading::resume);
    }

    private static void resume(SubscribeConnection connection) {
        try {
            connection.resume();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, connection + " was not resumed; nothing is received from it", e);
        }
    }

    /** Tells whether there was no pause since a {@link System#nanoTime()}. */
    synchronized boolean hasGoneOnSince(long nanos) {
        return !paused && nanos - sinceNanos >= 0;
    }
}
