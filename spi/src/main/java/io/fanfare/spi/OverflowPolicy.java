package io.fanfare.spi;

/** What a full queue does with one more message. */
public enum OverflowPolicy {
    /**
     * Pauses reading the connection until the queue has drained to half; the subscription has that connection for
     * itself. Nothing is dropped: what was read before the pause is queued beyond the limit, which one read bounds.
     */
    BLOCK,
    /** Drops the message that has waited longest, until the new one fits. */
    DROP_OLDEST,
    /** Drops the new message. */
    DROP_NEWEST,
    /**
     * Keeps only the newest waiting message of each channel, also while the queue has room; it takes the place of the
     * older one. With more channels than fit, drops the message that has waited longest.
     */
    LATEST,
    /** Ends the subscription with {@link ErrorCode#QUEUE_OVERFLOW}. */
    END
}
