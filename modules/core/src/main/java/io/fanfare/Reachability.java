package io.fanfare;

import io.fanfare.StateTracker.Part;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Knows whether there is a connection to publish over to a shard, and since when not. Thread-safe. */
final class Reachability implements Connector.Fate, AutoCloseable {
    private final Shard shard;
    private final StateTracker states;
    private final PublishOutage outage;
    private int open;
    private boolean ended;
    private long sinceNanos = System.nanoTime();
    private @Nullable PubSubException lastFailure;

    Reachability(Shard shard, StateTracker states, PublishOutage outage) {
        this.shard = shard;
        this.states = states;
        this.outage = outage;
        states.report(this, Part.DOWN, null);
    }

    @Override
    public synchronized void connected() {
        open++;
        states.report(this, Part.UP, null);
        outage.connected(open);
    }

    /** Counts a loss and has the pool told of it; who hears of the state afterwards finds the pool without it. */
    @Override
    public void lost(PubSubException cause, Runnable tellPool) {
        boolean last = count(cause);
        try {
            tellPool.run();
        } finally {
            report(last, cause);
        }
    }

    /** Returns whether it was the last connection. */
    private synchronized boolean count(PubSubException cause) {
        lastFailure = cause;
        open--;
        outage.lost(open, cause);
        if (open == 0) {
            sinceNanos = System.nanoTime();
        }
        return open == 0;
    }

    private synchronized void report(boolean wasDown, PubSubException cause) {
        if (wasDown) {
            states.report(this, Part.DOWN, cause);
        }
        if (open > 0) {
            states.report(this, Part.UP, null);
        }
    }

    /** Another is made if one is needed. */
    @Override
    public synchronized void closed() {
        open--;
        if (open == 0) {
            sinceNanos = System.nanoTime();
        }
    }

    @Override
    public synchronized void failed(PubSubException cause) {
        lastFailure = cause;
        if (open == 0 && !ended) {
            states.report(this, Part.DOWN, cause);
        }
        outage.cannotConnect(open, cause);
    }

    /** Returns why nothing can be published now; null if there is a connection. */
    synchronized @Nullable PubSubException unreachable(Destination channel) {
        if (open > 0) {
            return null;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        return new PubSubException(
                ErrorCode.NOT_CONNECTED,
                "there has been no connection for publishing to " + shard + " for " + millis
                        + " ms, so nothing was sent to " + channel
                        + "; set fanfare.publish.when-disconnected=wait to wait for one"
                        + (lastFailure == null ? "" : "; the last failure: " + lastFailure.getMessage()),
                lastFailure);
    }

    /** Ends with the shard, or the client. */
    @Override
    public synchronized void close() {
        ended = true;
        states.forget(this);
    }
}
