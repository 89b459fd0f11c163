package io.fanfare;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/**
 * A topic whose messages carry values of one type. Immutable and thread-safe.
 *
 * @param <T> the type of the values
 */
public sealed interface TypedTopic<T> permits TypedChannel, TypedPattern {
    /** Returns the topic as Redis knows it. */
    Topic topic();

    /**
     * Returns the same topic with another codec than the client's, so that one handler may serve channels that others
     * publish to in several formats.
     *
     * @param id as {@code fanfare.codec}: {@code json}, {@code msgpack+gzip}
     * @throws io.fanfare.spi.PubSubException {@link io.fanfare.spi.ErrorCode#PROVIDER_NOT_FOUND} if there is none, or
     *     {@link io.fanfare.spi.ErrorCode#UNSUPPORTED} if it does not carry the type
     */
    TypedTopic<T> withCodec(String id);

    /**
     * Returns the same topic with this codec.
     *
     * @throws io.fanfare.spi.PubSubException {@link io.fanfare.spi.ErrorCode#UNSUPPORTED} if it does not carry the type
     */
    TypedTopic<T> withCodec(CodecProvider provider);

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

    /** Returns a publisher with the settings of the client; see {@link #publisher(UnaryOperator)}. */
    default Flow.Publisher<Delivery<T>> publisher() {
        return publisher(UnaryOperator.identity());
    }

    /**
     * Returns a publisher of what arrives on the topic, by the rules of Reactive Streams. Each subscriber has a
     * subscription of its own, as if by {@link #onDelivery}, which begins after {@code onSubscribe}; the server holds
     * one for all of them.
     *
     * <p>Messages without demand wait in the subscription's queue, within its limits and the byte budget of the client.
     * When that is full its overflow policy decides: reading is paused until demand has taken half of what waits,
     * messages are dropped and counted, or the subscription ends and {@code onError} tells of
     * {@link io.fanfare.spi.ErrorCode#QUEUE_OVERFLOW}. A message that cannot be decoded is skipped, uses no demand, and
     * reaches the error handler of {@code settings}; a gap reaches the gap handler, in the order of the messages.
     *
     * <p>Values are handed over in order and one at a time, on the threads of the dispatcher; with {@code inline} on
     * the thread that reads the connection or calls {@code request}. {@code onError} comes if the subscription is
     * refused or ends by itself, and {@code onComplete} when the client closes: on any thread, and what waits by then
     * is discarded. {@link Fanfare#drain} completes those who take what waits, and leaves what nobody asks for.
     *
     * <pre>{@code
     * Flow.Publisher<Delivery<Order>> paid = orders.publisher(
     *         subscription -> subscription.queueMessages(1_000).overflow(OverflowPolicy.END));
     * }</pre>
     *
     * @param settings sets handlers and limits of the subscription of each subscriber
     */
    default Flow.Publisher<Delivery<T>> publisher(UnaryOperator<SubscriptionBuilder<T>> settings) {
        return new TopicPublisher<>(this, settings);
    }
}
