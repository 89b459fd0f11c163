package io.fanfare;

import io.fanfare.StateTracker.Part;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Knows whether a client has a connection to publish over, and since when not. Thread-safe. */
final class Reachability {
    private final Node node;
    private final StateTracker states;
    private final PublishOutage outage;
    private int open;
    private long sinceNanos = System.nanoTime();
    private @Nullable PubSubException lastFailure;

    Reachability(Node node, StateTracker states, PublishOutage outage) {
        this.node = node;
        this.states = states;
        this.outage = outage;
        states.report(this, Part.DOWN, null);
    }

    synchronized void connected() {
        open++;
        states.report(this, Part.UP, null);
        outage.connected(open);
    }

    /** Counts a loss and has the pool told of it; who hears of the state afterwards finds the pool without it. */
    void lost(PubSubException cause, Runnable tellPool) {
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

    /** A connection was closed on purpose: another is made if one is needed. */
    synchronized void closed() {
        open--;
        if (open == 0) {
            sinceNanos = System.nanoTime();
        }
    }

    synchronized void failed(PubSubException cause) {
        lastFailure = cause;
        if (open == 0) {
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
                "there has been no connection for publishing to " + node + " for " + millis
                        + " ms, so nothing was sent to " + channel
                        + "; set fanfare.publish.when-disconnected=wait to wait for one"
                        + (lastFailure == null ? "" : "; the last failure: " + lastFailure.getMessage()),
                lastFailure);
    }
}
