package io.fanfare;

import io.fanfare.spi.PubSubException;

/**
 * Logs one line when a client lacks connections to publish over, and one when it has them again. Used under the lock of
 * {@link Reachability}.
 */
final class PublishOutage {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Object node;
    private final int needed;
    private boolean quiet;
    private boolean open;
    private long sinceNanos;
    private long attempts;

    /**
     * Creates one.
     *
     * @param needed how many connections the pool keeps open
     * @param quiet whether nothing is said before the first connection, since the application is told by an exception
     */
    PublishOutage(Object node, int needed, boolean quiet) {
        this.node = node;
        this.needed = needed;
        this.quiet = quiet;
    }

    /** An attempt to connect failed. */
    void cannotConnect(int connections, PubSubException cause) {
        begin(connections, cause);
        attempts++;
    }

    /** A connection was lost; {@code connections} are left. */
    void lost(int connections, PubSubException cause) {
        begin(connections, cause);
    }

    private void begin(int connections, PubSubException cause) {
        if (open || quiet || connections >= needed) {
            return;
        }
        open = true;
        sinceNanos = System.nanoTime();
        attempts = 0;
        LOG.log(
                System.Logger.Level.WARNING,
                "publishing: " + connections + " of " + needed + " connections to " + node
                        + " are open; tried again until all are: " + cause.getMessage());
    }

    /** A connection was made. */
    void connected(int connections) {
        quiet = false;
        if (open && connections >= needed) {
            open = false;
            LOG.log(
                    System.Logger.Level.INFO,
                    "publishing: " + connections + " of " + needed + " connections to " + node
                            + " are open again, after " + (System.nanoTime() - sinceNanos) / 1_000_000 + " ms and "
                            + attempts + " failed attempts to connect");
        }
    }
}
