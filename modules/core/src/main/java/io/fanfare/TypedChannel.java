package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.PubSubException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A channel or shard channel whose messages carry values of one type.
 *
 * @param <T> the type of the values
 */
public final class TypedChannel<T> implements TypedTopic<T> {
    private final Destination channel;
    private final Subscriptions subscriptions;
    private final Publisher publisher;
    private final TypedCodec<T> codec;

    TypedChannel(Destination channel, Subscriptions subscriptions, Publisher publisher, TypedCodec<T> codec) {
        this.channel = channel;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
        this.codec = codec;
    }

    @Override
    public Destination topic() {
        return channel;
    }

    /**
     * Publishes a value. Messages of one thread to one channel arrive in the order of the calls.
     *
     * <p>Returns at once, except that it waits for up to {@code fanfare.publish.timeout} while
     * {@code fanfare.publish.max-unanswered} publishes are unanswered.
     *
     * @return how many subscriptions received the message on the node that answered, which on a cluster is not all of
     *     them; or a failure with a {@link PubSubException}. Dependent actions run on Fanfare's completion thread and
     *     must not block it.
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#ENCODE_FAILED} if the codec cannot encode the value
     */
    public CompletableFuture<Long> publish(T value) {
        return publisher.publish(channel, codec.codec().encode(value));
    }

    /**
     * Publishes a value without asking for the result, which costs less than {@link #publish}. A failure reaches the
     * client's observer, and a warning is logged once for each run of failures.
     *
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#ENCODE_FAILED} if the codec cannot encode the value
     */
    public void publishAndForget(T value) {
        publisher.publishAndForget(channel, codec.codec().encode(value));
    }

    @Override
    public SubscriptionBuilder<T> onMessage(Handler<? super T> handler) {
        return onDelivery(delivery -> handler.handle(delivery.value()));
    }

    @Override
    public SubscriptionBuilder<T> onDelivery(Handler<? super Delivery<T>> handler) {
        return new SubscriptionBuilder<>(channel, subscriptions, codec, new Handling.Single<>(handler));
    }

    @Override
    public SubscriptionBuilder<T> onBatch(Handler<? super List<Delivery<T>>> handler) {
        return new SubscriptionBuilder<>(channel, subscriptions, codec, new Handling.Batch<>(handler));
    }

    @Override
    public String toString() {
        return "channel " + channel;
    }
}
