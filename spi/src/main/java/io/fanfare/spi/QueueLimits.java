package io.fanfare.spi;

/**
 * The bounds of a queue. It is full when either is reached; a single message larger than {@code maxBytes} still fits an
 * empty queue.
 *
 * @param maxMessages the most messages, 1 or more
 * @param maxBytes the most bytes of payload, 1 or more
 * @param overflow what to do with a message that does not fit
 */
public record QueueLimits(int maxMessages, long maxBytes, OverflowPolicy overflow) {
    public QueueLimits {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "a queue of " + maxMessages + " messages and " + maxBytes
                            + " bytes holds nothing; both must be 1 or more");
        }
    }
}
