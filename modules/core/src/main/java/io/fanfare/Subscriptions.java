package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All subscriptions of a client: on the connection that they share, or on one of their own. Thread-safe. */
final class Subscriptions implements AutoCloseable {
    private final Set<Capability> capabilities;
    private final String transport;
    private final Supplier<Subscriber> connect;
    private final Function<String, Dispatcher> openDispatcher;
    private final String defaultDispatcher;
    private final QueueLimits defaultLimits;
    private final Executor completions;
    private final PubSubObserver observer;
    private final @Nullable HandlerWatch watch;
    private final Map<String, Dispatcher> dispatchers = new HashMap<>();
    private final Set<Subscriber> own = ConcurrentHashMap.newKeySet();
    private @Nullable Subscriber shared;
    private boolean closed;

    Subscriptions(
            String transport,
            Set<Capability> capabilities,
            Supplier<Subscriber> connect,
            Function<String, Dispatcher> openDispatcher,
            String defaultDispatcher,
            QueueLimits defaultLimits,
            Executor completions,
            PubSubObserver observer,
            @Nullable HandlerWatch watch) {
        this.transport = transport;
        this.capabilities = capabilities;
        this.connect = connect;
        this.openDispatcher = openDispatcher;
        this.defaultDispatcher = defaultDispatcher;
        this.defaultLimits = defaultLimits;
        this.completions = completions;
        this.observer = observer;
        this.watch = watch;
        dispatcher(defaultDispatcher);
    }

    QueueLimits defaultLimits() {
        return defaultLimits;
    }

    @Nullable
    HandlerWatch watch() {
        return watch;
    }

    PubSubObserver observer() {
        return observer;
    }

    Subscription subscribe(
            Topic topic,
            SubscriptionTarget<?> target,
            @Nullable String dispatcher,
            QueueOpener opener,
            QueueLimits limits,
            boolean ownConnection) {
        check(topic, limits);
        boolean alone = ownConnection || limits.overflow() == OverflowPolicy.BLOCK;
        DispatchQueue queue =
                opener.open(dispatcher(dispatcher == null ? defaultDispatcher : dispatcher), limits, target);
        try {
            Subscriber subscriber = alone ? own() : shared();
            Runnable onClose = alone ? () -> close(subscriber) : () -> {};
            TopicSubscription subscription =
                    new TopicSubscription(topic, subscriber, target, queue, completions, onClose);
            subscriber.add(subscription);
            return subscription;
        } catch (Throwable e) {
            queue.close();
            throw e;
        }
    }

    private void check(Topic topic, QueueLimits limits) {
        if (topic instanceof Pattern) {
            require(Capability.PATTERNS, "patterns");
        } else if (topic instanceof ShardChannel) {
            require(Capability.SHARD_CHANNELS, "shard channels");
        }
        if (limits.overflow() == OverflowPolicy.BLOCK) {
            require(Capability.PAUSE, "pausing of reads, which the overflow policy block needs");
        }
    }

    private void require(Capability capability, String what) {
        if (!capabilities.contains(capability)) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "the transport " + transport + " has no " + what + "; choose another transport");
        }
    }

    private synchronized Dispatcher dispatcher(String id) {
        checkOpen();
        return dispatchers.computeIfAbsent(id, openDispatcher);
    }

    private synchronized Subscriber shared() {
        checkOpen();
        Subscriber subscriber = shared;
        if (subscriber == null) {
            subscriber = connect.get();
            shared = subscriber;
            subscriber.start();
        }
        return subscriber;
    }

    private synchronized Subscriber own() {
        checkOpen();
        Subscriber subscriber = connect.get();
        own.add(subscriber);
        subscriber.start();
        return subscriber;
    }

    private void checkOpen() {
        if (closed) {
            throw new PubSubException(ErrorCode.CLOSED, "the client is closed");
        }
    }

    private void close(Subscriber subscriber) {
        own.remove(subscriber);
        subscriber.close();
    }

    /**
     * Ends all subscriptions on the server, and delivers what is queued.
     *
     * @return completes when the server has confirmed and the queues are empty
     */
    CompletableFuture<Void> drain() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Subscriber subscriber : subscribers()) {
            ends.add(subscriber.drain().thenCompose(nothing -> emptied(subscriber)));
        }
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> emptied(Subscriber subscriber) {
        return CompletableFuture.allOf(subscriber.subscriptions().stream()
                .map(TopicSubscription::emptied)
                .toArray(CompletableFuture[]::new));
    }

    /** Returns how many topics the server still holds. */
    int held() {
        return subscribers().stream().mapToInt(Subscriber::held).sum();
    }

    /** Returns how many messages wait for their handlers. */
    long waiting() {
        return subscribers().stream()
                .flatMap(subscriber -> subscriber.subscriptions().stream())
                .mapToLong(subscription -> subscription.queue().messages())
                .sum();
    }

    private synchronized List<Subscriber> subscribers() {
        List<Subscriber> all = new ArrayList<>(own);
        if (shared != null) {
            all.add(shared);
        }
        return all;
    }

    /** Ends all subscriptions and connections, then the dispatchers. */
    @Override
    public void close() {
        Subscriber common;
        synchronized (this) {
            closed = true;
            common = shared;
        }
        if (common != null) {
            common.close();
        }
        Set.copyOf(own).forEach(this::close);
        Closing.all(dispatchers.values());
    }
}
