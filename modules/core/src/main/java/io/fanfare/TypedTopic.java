package io.fanfare;

import io.fanfare.spi.Topic;

/**
 * A topic whose messages carry values of one type. Immutable and thread-safe.
 *
 * @param <T> the type of the values
 */
public sealed interface TypedTopic<T> permits TypedChannel, TypedPattern {
    /** Returns the topic as Redis knows it. */
    Topic topic();

    /**
     * Begins a subscription whose handler receives the values. Nothing happens before
     * {@link SubscriptionBuilder#subscribe()}.
     */
    SubscriptionBuilder<T> onMessage(Handler<? super T> handler);

    /**
     * Begins a subscription whose handler receives the values together with the channel that each was published to.
     * Nothing happens before {@link SubscriptionBuilder#subscribe()}.
     */
    SubscriptionBuilder<T> onDelivery(Handler<? super Delivery<T>> handler);
}
