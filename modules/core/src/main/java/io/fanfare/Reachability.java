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
        count(1, null);
        outage.connected(open);
    }

    synchronized void lost(PubSubException cause) {
        lastFailure = cause;
        count(-1, cause);
        outage.lost(open, cause);
    }

    synchronized void failed(PubSubException cause) {
        lastFailure = cause;
        outage.cannotConnect(open, cause);
    }

    /** Reports under the lock, so that the last report is the latest. */
    private void count(int change, @Nullable PubSubException cause) {
        boolean was = open > 0;
        open += change;
        boolean is = open > 0;
        if (was && !is) {
            sinceNanos = System.nanoTime();
        }
        states.report(this, is ? Part.UP : Part.DOWN, cause);
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
