package io.fanfare;

import io.fanfare.spi.Pattern;
import java.util.List;

/**
 * A pattern of channels whose messages carry values of one type.
 *
 * @param <T> the type of the values
 */
public final class TypedPattern<T> implements TypedTopic<T> {
    private final Pattern pattern;
    private final Subscriptions subscriptions;
    private final TypedCodec<T> codec;

    TypedPattern(Pattern pattern, Subscriptions subscriptions, TypedCodec<T> codec) {
        this.pattern = pattern;
        this.subscriptions = subscriptions;
        this.codec = codec;
    }

    @Override
    public Pattern topic() {
        return pattern;
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
