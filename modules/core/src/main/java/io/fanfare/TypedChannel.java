package io.fanfare;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Destination;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A channel or shard channel whose messages carry values of one type.
 *
 * @param <T> the type of the values
 */
public final class TypedChannel<T> implements TypedTopic<T> {
    private final Destination channel;
    private final TypeRef<T> type;
    private final TypedCodec<T> codec;
    private final ClientCodecs codecs;
    private final Subscriptions subscriptions;
    private final Publisher publisher;

    TypedChannel(
            Destination channel,
            TypeRef<T> type,
            TypedCodec<T> codec,
            ClientCodecs codecs,
            Subscriptions subscriptions,
            Publisher publisher) {
        this.channel = channel;
        this.type = type;
        this.codec = codec;
        this.codecs = codecs;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
    }

    @Override
    public Destination topic() {
        return channel;
    }

    /**
     * Publishes a value. Over the pool {@code shared}, messages of one thread to one channel arrive in the order of the
     * calls, those included that waited for a connection.
     *
     * <p>Returns at once, except that it waits for up to {@code fanfare.publish.timeout} while
     * {@code fanfare.publish.max-unanswered} publishes are unanswered; with {@code fanfare.publish.when-full=fail} it
     * never waits. While there is no connection, the result waits for one for up to {@code fanfare.publish.timeout};
     * with {@code fanfare.publish.when-disconnected=fail} it fails at once.
     *
     * <p>At most once, unless {@code fanfare.publish.retry-written} is set: then a message whose connection is lost
     * before the answer is sent again, and may arrive several times. Over the pool {@code shared}, the messages of a
     * channel that are sent again after one loss keep their order among themselves; a message that is published after
     * that loss may arrive before them.
     *
     * @return how many subscriptions received the message on the node that answered, which on a cluster is not all of
     *     them; or a failure with a {@link PubSubException}: {@code CONNECTION_LOST} if it was sent and may have been
     *     delivered; {@code PUBLISH_LIMIT}, {@code NOT_CONNECTED} or {@code POOL_EXHAUSTED} if nothing was sent; the
     *     server's refusal, such as {@code NO_PERMISSION}; {@code CLOSED}. Dependent actions run on Fanfare's
     *     completion thread and must not block it.
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#ENCODE_FAILED} if the codec cannot encode the value
     */
    public CompletableFuture<Long> publish(T value) {
        return publisher.publish(channel, codec.codec().encode(value));
    }

    /**
     * Publishes a value without asking for the result, which costs less than {@link #publish}, and waits and is sent
     * again as that is. A failure reaches the client's observer, and a warning is logged once for each run of failures.
     *
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#ENCODE_FAILED} if the codec cannot encode the value
     */
    public void publishAndForget(T value) {
        publisher.publishAndForget(channel, codec.codec().encode(value));
    }

    @Override
    public TypedChannel<T> withCodec(String id) {
        return with(codecs.codec(id, type));
    }

    @Override
    public TypedChannel<T> withCodec(CodecProvider provider) {
        return with(codecs.codec(provider, type));
    }

    private TypedChannel<T> with(TypedCodec<T> other) {
        return new TypedChannel<>(channel, type, other, codecs, subscriptions, publisher);
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
