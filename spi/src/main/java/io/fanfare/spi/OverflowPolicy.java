package io.fanfare.spi;

/** What a full queue does with one more message. */
public enum OverflowPolicy {
    /** Pauses reading the connection until there is room; the subscription has that connection for itself. */
    BLOCK,
    /** Drops the message that has waited longest, until the new one fits. */
    DROP_OLDEST,
    /** Drops the new message. */
    DROP_NEWEST,
    /** Keeps only the newest waiting message of each channel. */
    LATEST,
    /** Ends the subscription with {@link ErrorCode#QUEUE_OVERFLOW}. */
    END
}
