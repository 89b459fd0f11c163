package io.fanfare;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.TypeRef;
import java.util.List;

/**
 * A pattern of channels whose messages carry values of one type.
 *
 * @param <T> the type of the values
 */
public final class TypedPattern<T> implements TypedTopic<T> {
    private final Pattern pattern;
    private final TypeRef<T> type;
    private final TypedCodec<T> codec;
    private final ClientCodecs codecs;
    private final Subscriptions subscriptions;

    TypedPattern(
            Pattern pattern, TypeRef<T> type, TypedCodec<T> codec, ClientCodecs codecs, Subscriptions subscriptions) {
        this.pattern = pattern;
        this.type = type;
        this.codec = codec;
        this.codecs = codecs;
        this.subscriptions = subscriptions;
    }

    @Override
    public Pattern topic() {
        return pattern;
    }

    @Override
    public TypedPattern<T> withCodec(String id) {
        return with(codecs.codec(id, type));
    }

    @Override
    public TypedPattern<T> withCodec(CodecProvider provider) {
        return with(codecs.codec(provider, type));
    }

    private TypedPattern<T> with(TypedCodec<T> other) {
        return new TypedPattern<>(pattern, type, other, codecs, subscriptions);
    }

    @Override
    public SubscriptionBuilder<T> onMessage(Handler<? super T> handler) {
        return onDelivery(delivery -> handler.handle(delivery.value()));
    }

    @Override
    public SubscriptionBuilder<T> onDelivery(Handler<? super Delivery<T>> handler) {
        return new SubscriptionBuilder<>(pattern, subscriptions, codec, new Handling.Single<>(handler));
    }

    @Override
    public SubscriptionBuilder<T> onBatch(Handler<? super List<Delivery<T>>> handler) {
        return new SubscriptionBuilder<>(pattern, subscriptions, codec, new Handling.Batch<>(handler));
    }

    @Override
    public String toString() {
        return "pattern " + pattern;
    }
}
