package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Named events over Redis Pub/Sub. Thread-safe; ends with its client.
 *
 * <pre>{@code
 * EventBus bus = fanfare.eventBus();
 * Subscription paid = bus.on("order.paid", Order.class, event -> ship(event.value()));
 * bus.on("order.*", Order.class, event -> log(event.name(), event.value()));
 * paid.ready().join(); // Redis has confirmed
 * bus.emit("order.paid", new Order(7));
 * }</pre>
 *
 * <p>A {@link ChannelMapping} says which channel carries an event. A bus may have two: what is broadcast then goes to
 * channels of its own, and handlers hear both. So a member of an existing bus hears what is addressed to it and to all:
 *
 * <pre>{@code
 * EventBus bus = fanfare.eventBus(
 *         ChannelMapping.prefix("targeted:" + id + ":"), ChannelMapping.prefix("broadcast:"));
 * EventBus other = fanfare.eventBus(ChannelMapping.prefix("targeted:" + otherId + ":"));
 * bus.broadcast("started", id);
 * other.emit("hello", id);
 * }</pre>
 *
 * <p>A name with {@code *}, {@code ?}, {@code [} or a backslash is a wildcard for handlers, as in a Redis pattern,
 * where {@code *} matches dots too; nothing can be emitted under such a name.
 *
 * <p>Delivery is at most once. Events that one thread emits under one name reach each handler in that order; between
 * names, and between what is emitted and what is broadcast, there is none. A handler never runs twice at a time, unless
 * its dispatcher says otherwise. Every event passes through Redis, those for handlers of this client too.
 *
 * <p>With {@code fanfare.bus.local-shortcut}, events of this client reach its own handlers directly as they are
 * emitted, as soon as Redis has confirmed these, and Redis brings them to all others. Then order is kept among what one
 * thread of this client emits, under whatever names, and not between that and what comes from other clients. A handler
 * under the dispatcher {@code inline} runs within {@code emit}, or on a thread that is handling another event for it. A
 * subscription under the overflow policy {@code block} hears from Redis alone, as do subscriptions to channels and
 * patterns that are not made by a bus.
 */
public final class EventBus {
    private final ClientRuntime runtime;
    private final ChannelMapping emitted;
    private final ChannelMapping broadcast;
    private final Map<Class<?>, TypedCodec<?>> codecs = new ConcurrentHashMap<>();

    EventBus(ClientRuntime runtime, ChannelMapping emitted, ChannelMapping broadcast) {
        this.runtime = runtime;
        this.emitted = Objects.requireNonNull(emitted, "emitted");
        this.broadcast = Objects.requireNonNull(broadcast, "broadcast");
    }

    /**
     * Handles events, emitted and broadcast ones, from the moment that {@link Subscription#ready()} completes.
     *
     * @param name an event's name, or a wildcard such as {@code order.*}
     * @throws PubSubException as {@link SubscriptionBuilder#subscribe()} does
     */
    public <T> Subscription on(String name, Class<T> type, Handler<? super Event<T>> handler) {
        return on(name, type, handler, UnaryOperator.identity());
    }

    /**
     * Handles events, emitted and broadcast ones.
     *
     * @param name an event's name, or a wildcard such as {@code order.*}
     * @param settings sets gap and error handlers, limits and the dispatcher; called once for each mapping
     * @throws PubSubException as {@link SubscriptionBuilder#subscribe()} does
     */
    public <T> Subscription on(
            String name,
            Class<T> type,
            Handler<? super Event<T>> handler,
            UnaryOperator<SubscriptionBuilder<T>> settings) {
        Objects.requireNonNull(handler, "handler");
        TypedCodec<T> codec = codec(type);
        ShortCut shortCut = runtime.shortCut();
        Topic mine = topic(emitted, name);
        Topic all = topic(broadcast, name);
        if (mine.equals(all)) {
            SubscriptionBuilder<T> builder = settings.apply(builder(emitted, name, mine, codec, handler));
            return shortCut == null ? builder.subscribe() : builder.subscribe(shortCut.opener(mine));
        }
        JoinedQueue queue = new JoinedQueue(mine);
        Subscription first = settings.apply(builder(emitted, name, mine, codec, handler))
                .subscribe(shortCut == null ? queue::open : shortCut.opener(mine, queue));
        try {
            Subscription second = settings.apply(builder(broadcast, name, all, codec, handler))
                    .subscribe(shortCut == null ? queue::open : shortCut.opener(all, queue));
            return new JoinedSubscription(first, second);
        } catch (Throwable e) {
            first.close();
            throw e;
        }
    }

    private <T> SubscriptionBuilder<T> builder(
            ChannelMapping mapping, String name, Topic topic, TypedCodec<T> codec, Handler<? super Event<T>> handler) {
        Handler<Delivery<T>> named = topic instanceof Pattern
                ? delivery -> handler.handle(
                        new Event<>(mapping.event(delivery.channel().toString()), delivery.value()))
                : delivery -> handler.handle(new Event<>(name, delivery.value()));
        return new SubscriptionBuilder<>(topic, runtime.subscriptions(), codec, new Handling.Single<>(named));
    }

    /**
     * Handles one event and ends the subscription. An event that cannot be decoded does not count, one whose handler
     * throws does.
     *
     * @param name an event's name, or a wildcard such as {@code order.*}
     * @throws PubSubException as {@link SubscriptionBuilder#subscribe()} does
     */
    public <T> Subscription once(String name, Class<T> type, Handler<? super Event<T>> handler) {
        OneEvent<T> one = new OneEvent<>(Objects.requireNonNull(handler, "handler"));
        Subscription subscription = on(name, type, one);
        one.began(subscription);
        return subscription;
    }

    /**
     * Waits for one event that comes after Redis has confirmed the subscription. To wait for the answer to an event of
     * one's own, use {@link #waitFor(String, Class, Predicate, Duration, Runnable)}.
     *
     * @param name an event's name, or a wildcard such as {@code order.*}
     * @param wanted tells which event ends the waiting
     * @param timeout how long to wait at most, for the confirmation too
     * @return the event; or a failure of code {@link ErrorCode#TIMEOUT} that counts what came, of code
     *     {@link ErrorCode#HANDLER_FAILED} if {@code wanted} threw, or the refusal. However the future completes, by
     *     cancelling too, the subscription ends. Dependent actions run on Fanfare's completion thread and must not
     *     block it.
     */
    public <T> CompletableFuture<Event<T>> waitFor(
            String name, Class<T> type, Predicate<? super Event<T>> wanted, Duration timeout) {
        return waitFor(name, type, wanted, timeout, () -> {});
    }

    /**
     * Waits for one event as {@link #waitFor(String, Class, Predicate, Duration)} does.
     *
     * <pre>{@code
     * bus.waitFor("pong", String.class, event -> true, Duration.ofSeconds(1), () -> bus.emit("ping", "hello"));
     * }</pre>
     *
     * @param whenReady run on Fanfare's completion thread when Redis has confirmed, so that no answer to what it emits
     *     is missed; what it throws fails the future with {@link ErrorCode#HANDLER_FAILED}
     */
    public <T> CompletableFuture<Event<T>> waitFor(
            String name, Class<T> type, Predicate<? super Event<T>> wanted, Duration timeout, Runnable whenReady) {
        AwaitedEvent<T> awaited = new AwaitedEvent<>(runtime, name, wanted, timeout, whenReady);
        return awaited.begin(() -> on(name, type, awaited, settings -> settings.onError(awaited::skipped)));
    }

    /**
     * Emits an event, encoded as what its class says. With {@code fanfare.bus.local-shortcut}, handlers of this client
     * handle it although the returned future fails.
     *
     * @return as {@link TypedChannel#publish}
     * @throws PubSubException {@link ErrorCode#ENCODE_FAILED} if the codec cannot encode the value,
     *     {@link ErrorCode#UNSUPPORTED} if it does not carry its class, or {@link ErrorCode#CONFIGURATION_INVALID} if
     *     the name is a wildcard
     */
    public CompletableFuture<Long> emit(String name, Object value) {
        return publish(emitted, name, value);
    }

    /**
     * Emits an event to the channels of broadcasts; the same as {@link #emit} on a bus that has no others.
     *
     * @return as {@link TypedChannel#publish}
     * @throws PubSubException as {@link #emit} does
     */
    public CompletableFuture<Long> broadcast(String name, Object value) {
        return publish(broadcast, name, value);
    }

    /**
     * Sends a message through Redis to this client, on a private channel {@code fanfare:health:…} after the client's
     * prefix, which its user must be allowed to use. Handlers that are slow or blocked do not delay it.
     *
     * @param timeout how long it may take at most
     * @return the time from publishing to receiving; or a failure: of code {@link ErrorCode#TIMEOUT}, which says how
     *     far it came, or the refusal
     */
    public CompletableFuture<Duration> healthCheck(Duration timeout) {
        return new RoundTrip(runtime, timeout).begin();
    }

    private <V> CompletableFuture<Long> publish(ChannelMapping mapping, String name, V value) {
        if (isWildcard(name)) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "nothing can be emitted as '" + name + "': with * ? [ or \\ it is a wildcard");
        }
        @SuppressWarnings("unchecked") // the class of a V carries Vs
        TypedCodec<V> codec = codec((Class<V>) value.getClass());
        Channel channel = Channel.of(mapping.channel(name));
        Payload payload = codec.codec().encode(value);
        ShortCut shortCut = runtime.shortCut();
        long mark = shortCut == null ? 0 : shortCut.offer(channel, payload);
        return runtime.publisher().publish(channel, payload, mark);
    }

    @SuppressWarnings("unchecked") // each codec is kept under its own class
    private <T> TypedCodec<T> codec(Class<T> type) {
        return (TypedCodec<T>) codecs.computeIfAbsent(type, missing -> runtime.codec(TypeRef.of(missing)));
    }

    private static Topic topic(ChannelMapping mapping, String name) {
        return isWildcard(name) ? Pattern.of(mapping.pattern(name)) : Channel.of(mapping.channel(name));
    }

    private static boolean isWildcard(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
    }

    @Override
    public String toString() {
        return "event bus of " + runtime.selection().endpoint();
    }
}
