package io.fanfare;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** Gives each subscriber a subscription of its own. */
record TopicPublisher<T>(TypedTopic<T> topic, UnaryOperator<SubscriptionBuilder<T>> settings)
        implements Flow.Publisher<Delivery<T>> {
    TopicPublisher {
        Objects.requireNonNull(settings, "settings");
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Delivery<T>> subscriber) {
        new DemandSubscription<T>(Objects.requireNonNull(subscriber, "subscriber")).begin(this);
    }

    @Override
    public String toString() {
        return "publisher of " + topic;
    }
}
