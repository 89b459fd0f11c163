package io.fanfare;

import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;

/**
 * Logs one line when subscriptions are lost or cannot be made, and one when all of them are there again. A loss before
 * that belongs to the same outage. Used under the subscriber's lock.
 */
final class Outage {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Node node;
    private boolean open;
    private long sinceNanos;

    Outage(Node node) {
        this.node = node;
    }

    /** The first attempts to connect fail. */
    void cannotConnect(PubSubException cause) {
        if (!open) {
            open = true;
            sinceNanos = System.nanoTime();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no subscriptions until {0} can be reached; tried again until then: {1}",
                    node,
                    cause.getMessage());
        }
    }

    /** Topics that were subscribed were lost. */
    void lost(int count, long since, PubSubException cause) {
        if (!open && count > 0) {
            open = true;
            sinceNanos = since;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; {1} topics may miss messages until they are subscribed again",
                    cause.getMessage(),
                    String.valueOf(count));
        }
    }

    /** Everything that is wanted is confirmed, but for what the server refuses. */
    void over(int held) {
        if (open) {
            open = false;
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} topics are subscribed again at {1}, after {2} ms",
                    String.valueOf(held),
                    node,
                    String.valueOf((System.nanoTime() - sinceNanos) / 1_000_000));
        }
    }
}
