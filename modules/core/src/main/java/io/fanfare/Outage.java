package io.fanfare;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;

/**
 * Logs one line when subscriptions are lost or cannot be made, and one when all of them are there again. A loss before
 * that belongs to the same outage. Topics that the server refuses are an outage of their own. Used under the
 * subscriber's lock.
 */
final class Outage {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Object node;
    private boolean open;
    private long sinceNanos;
    private long attempts;
    private boolean refusing;
    private long refusedNanos;

    Outage(Object node) {
        this.node = node;
    }

    /** An attempt to connect failed. */
    void cannotConnect(PubSubException cause) {
        if (!open) {
            begin(System.nanoTime());
            warn("subscriptions: none until " + node + " can be reached; tried again until then: "
                    + cause.getMessage());
        }
        attempts++;
    }

    /** Topics that were subscribed were lost. */
    void lost(int count, long since, PubSubException cause) {
        if (!open && count > 0) {
            begin(since);
            warn("subscriptions: " + count + " topics may miss messages until they are subscribed again: "
                    + cause.getMessage());
        }
    }

    private void begin(long since) {
        open = true;
        sinceNanos = since;
        attempts = 0;
    }

    /** Everything that is wanted is confirmed, but for what the server refuses. */
    void over(int held) {
        if (open) {
            open = false;
            inform("subscriptions: " + held + " topics are subscribed again at " + node + ", after "
                    + millis(sinceNanos) + " ms and " + attempts + " failed attempts to connect");
        }
    }

    /** The server refuses a topic that is wanted all the same. */
    void refused(Topic topic, PubSubException cause) {
        if (!refusing) {
            refusing = true;
            refusedNanos = System.nanoTime();
            warn("subscriptions: " + topic + " is tried again, and so is what else is refused meanwhile: "
                    + cause.getMessage());
        }
    }

    /** No topic that is wanted is refused, and everything is confirmed. */
    void allowed() {
        if (refusing) {
            refusing = false;
            inform("subscriptions: nothing is refused any more at " + node + ", after " + millis(refusedNanos) + " ms");
        }
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static void warn(String line) {
        LOG.log(System.Logger.Level.WARNING, line);
    }

    private static void inform(String line) {
        LOG.log(System.Logger.Level.INFO, line);
    }
}
