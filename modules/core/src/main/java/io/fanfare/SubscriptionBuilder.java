package io.fanfare;

import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.Topic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the handlers and limits of a subscription before it begins, so that no message and no gap outruns its
 * handler. Not thread-safe; may be used for several subscriptions.
 *
 * @param <T> the type of the values
 */
public final class SubscriptionBuilder<T> {
    private final Topic topic;
    private final Subscriptions subscriptions;
    private final TypedCodec<T> codec;
    private final Handling<T> handling;
    private @Nullable Handler<? super Gap> gapHandler;
    private @Nullable Handler<? super MessageFailure> failureHandler;
    private @Nullable String dispatcher;
    private QueueLimits limits;
    private boolean ownConnection;

    SubscriptionBuilder(Topic topic, Subscriptions subscriptions, TypedCodec<T> codec, Handling<T> handling) {
        this.topic = topic;
        this.subscriptions = subscriptions;
        this.codec = codec;
        this.handling = handling;
        this.limits = subscriptions.defaultLimits();
    }

    /** Handles gaps: times in which messages may have been lost. Called in the order of the messages around it. */
    public SubscriptionBuilder<T> onGap(Handler<? super Gap> handler) {
        this.gapHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /** Handles messages that could not be decoded or whose handler threw. Without it, each is logged at WARNING. */
    public SubscriptionBuilder<T> onError(Handler<? super MessageFailure> handler) {
        this.failureHandler = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /** Chooses the dispatcher by id, in place of {@code fanfare.dispatcher}. */
    public SubscriptionBuilder<T> dispatcher(String id) {
        this.dispatcher = Objects.requireNonNull(id, "id");
        return this;
    }

    /** Sets the most messages that wait for the handler, in place of {@code fanfare.queue.messages}. */
    public SubscriptionBuilder<T> queueMessages(int messages) {
        this.limits = new QueueLimits(messages, limits.maxBytes(), limits.overflow());
        return this;
    }

    /** Sets the most bytes of payload that wait for the handler, in place of {@code fanfare.queue.bytes}. */
    public SubscriptionBuilder<T> queueBytes(long bytes) {
        this.limits = new QueueLimits(limits.maxMessages(), bytes, limits.overflow());
        return this;
    }

    /**
     * Sets what a full queue does, in place of {@code fanfare.queue.overflow}. With {@link OverflowPolicy#BLOCK} the
     * subscription has a connection of its own, as after {@link #ownConnection()}.
     */
    public SubscriptionBuilder<T> overflow(OverflowPolicy policy) {
        this.limits = new QueueLimits(limits.maxMessages(), limits.maxBytes(), policy);
        return this;
    }

    /** Gives this subscription a connection of its own, which costs the server one client more. */
    public SubscriptionBuilder<T> ownConnection() {
        this.ownConnection = true;
        return this;
    }

    /**
     * Begins the subscription. Does not wait for the server: {@link Subscription#ready()} tells when it has confirmed.
     *
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#UNSUPPORTED} if the transport or the dispatcher cannot do
     *     what is asked for, or {@link io.fanfare.spi.ErrorCode#CLOSED}
     */
    public Subscription subscribe() {
        return subscribe((own, options, limits, target) -> own.open(limits, target));
    }

    /** Begins the subscription with a queue that {@code opener} opens. */
    Subscription subscribe(QueueOpener opener) {
        SequenceTracker tracker = subscriptions.newTracker();
        TypedCodec<T> opening =
                tracker == null ? codec : new TypedCodec<>(codec.id(), new EnvelopeCodec<>(codec.codec(), tracker));
        SubscriptionTarget<T> target = new SubscriptionTarget<>(
                topic, opening, handling, gapHandler, failureHandler, subscriptions.observer(), subscriptions.watch());
        return subscriptions.subscribe(topic, target, tracker, dispatcher, opener, limits, ownConnection);
    }
}
