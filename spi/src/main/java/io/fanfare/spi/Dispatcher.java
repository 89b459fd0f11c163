package io.fanfare.spi;

import java.util.Set;

/**
 * Carries messages to subscriptions, each through a queue of its own, so that a slow one delays only itself. Unless its
 * provider's documentation says otherwise, a queue delivers in order of arrival and never two batches at a time.
 * Thread-safe.
 */
public interface Dispatcher extends AutoCloseable {
    /** Returns what its queues can do when they are full. */
    Set<OverflowPolicy> overflowPolicies();

    /**
     * Opens the queue of one subscription.
     *
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} if the policy is not one of {@link #overflowPolicies()}, or
     *     {@link ErrorCode#CLOSED}
     */
    DispatchQueue open(QueueLimits limits, DispatchTarget target);

    /**
     * Closes all queues and ends its threads after the batch that each of them is delivering. A second call does
     * nothing.
     */
    @Override
    void close();
}
