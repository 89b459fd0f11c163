package io.fanfare;

import io.fanfare.spi.Topic;
import java.util.List;

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

    /**
     * Begins a subscription whose handler receives at once all values that were waiting for it, in their order: at
     * least one, and at most 1024 under the dispatchers that Fanfare brings; {@code concurrent} delivers one at a time.
     * The list is unmodifiable and belongs to the handler. A message that cannot be decoded is left out and reported by
     * itself; if the handler throws, each message of the list is reported. Nothing happens before
     * {@link SubscriptionBuilder#subscribe()}.
     */
    SubscriptionBuilder<T> onBatch(Handler<? super List<Delivery<T>>> handler);
}
