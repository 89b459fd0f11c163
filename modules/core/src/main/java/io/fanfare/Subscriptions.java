package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.DispatcherProvider;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All subscriptions of a client: on the connections that they share, or on some of their own. Thread-safe. */
final class Subscriptions implements Topology.Listener, AutoCloseable {
    private final Set<Capability> capabilities;
    private final String transport;
    private final Function<Boolean, SubscriberGroup> grouping;
    private final Function<String, DispatcherProvider> dispatcherProviders;
    private final DispatcherOptions dispatching;
    private final String defaultDispatcher;
    private final QueueLimits defaultLimits;
    private final Executor completions;
    private final PubSubObserver observer;
    private final @Nullable HandlerWatch watch;
    private final @Nullable SequenceGaps sequenceGaps;
    private final Map<String, Dispatcher> dispatchers = new HashMap<>();
    private final Set<SubscriberGroup> own = ConcurrentHashMap.newKeySet();
    private @Nullable SubscriberGroup shared;
    private boolean draining;
    private boolean closed;

    Subscriptions(
            String transport,
            Set<Capability> capabilities,
            Function<Boolean, SubscriberGroup> grouping,
            Function<String, DispatcherProvider> dispatcherProviders,
            DispatcherOptions dispatching,
            String defaultDispatcher,
            QueueLimits defaultLimits,
            Executor completions,
            PubSubObserver observer,
            @Nullable HandlerWatch watch,
            @Nullable SequenceGaps sequenceGaps) {
        this.transport = transport;
        this.capabilities = capabilities;
        this.grouping = grouping;
        this.dispatcherProviders = dispatcherProviders;
        this.dispatching = dispatching;
        this.defaultDispatcher = defaultDispatcher;
        this.defaultLimits = defaultLimits;
        this.completions = completions;
        this.observer = observer;
        this.watch = watch;
        this.sequenceGaps = sequenceGaps;
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

    /** Returns a tracker for a new subscription; null if envelopes are off. */
    @Nullable
    SequenceTracker newTracker() {
        return sequenceGaps == null ? null : new SequenceTracker();
    }

    Subscription subscribe(
            Topic topic,
            SubscriptionTarget<?> target,
            @Nullable SequenceTracker tracker,
            @Nullable String dispatcher,
            QueueOpener opener,
            QueueLimits limits,
            boolean ownConnection) {
        check(topic, limits);
        boolean alone = ownConnection || limits.overflow() == OverflowPolicy.BLOCK;
        DispatchQueue queue = opener.open(
                dispatcher(dispatcher == null ? defaultDispatcher : dispatcher), dispatching, limits, target);
        try {
            SubscriberGroup group = alone ? own() : shared();
            Runnable onClose = alone ? () -> close(group) : () -> {};
            TopicSubscription subscription =
                    new TopicSubscription(topic, group, target, queue, completions, onClose, tracker, sequenceGaps);
            group.add(subscription);
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
        return dispatchers.computeIfAbsent(
                id, missing -> dispatcherProviders.apply(missing).open(dispatching));
    }

    private synchronized SubscriberGroup shared() {
        checkOpen();
        SubscriberGroup group = shared;
        if (group == null) {
            group = grouping.apply(true);
            shared = group;
        }
        return group;
    }

    private synchronized SubscriberGroup own() {
        checkOpen();
        SubscriberGroup group = grouping.apply(false);
        own.add(group);
        return group;
    }

    @Override
    public void changed(LayoutChange change) {
        groups().forEach(group -> group.changed(change));
    }

    private void checkOpen() {
        if (closed || draining) {
            throw new PubSubException(
                    ErrorCode.CLOSED, closed ? "the client is closed" : "the client is being drained");
        }
    }

    private void close(SubscriberGroup group) {
        own.remove(group);
        group.close();
    }

    /**
     * Ends all subscriptions on the server, and delivers what is queued; from then on there are no new ones.
     *
     * @return completes when the server has confirmed and the queues are empty, but for what nobody asks for
     */
    CompletableFuture<Void> drain() {
        synchronized (this) {
            draining = true;
        }
        return CompletableFuture.allOf(
                groups().stream().map(Subscriptions::drain).toArray(CompletableFuture[]::new));
    }

    /** Where nobody asks for any message, reading may be paused, and then the server's confirmation is not read. */
    private static CompletableFuture<Void> drain(SubscriberGroup group) {
        CompletableFuture<Void> confirmed = group.drain();
        List<TopicSubscription> all = group.subscriptions();
        CompletableFuture<Void> abandoned =
                all.isEmpty() ? confirmed : all(all.stream().map(TopicSubscription::abandoned));
        return confirmed
                .applyToEither(abandoned, nothing -> group.subscriptions())
                .thenCompose(left -> all(left.stream().map(TopicSubscription::emptied)));
    }

    private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    /** Returns how many topics the server still holds. */
    int held() {
        return groups().stream().mapToInt(SubscriberGroup::held).sum();
    }

    /** Returns how many topics a shard still holds. */
    int held(Shard shard) {
        return groups().stream().mapToInt(group -> group.held(shard)).sum();
    }

    /** Authenticates all connections anew; see {@link SubscriberGroup#authenticate}. */
    CompletableFuture<Void> authenticate(Authentication command, ProbeSender sender, ScheduledExecutorService timer) {
        return all(groups().stream().map(group -> group.authenticate(command, sender, timer)));
    }

    /** Returns how many messages wait for their handlers. */
    long waiting() {
        return groups().stream()
                .flatMap(group -> group.subscriptions().stream())
                .mapToLong(subscription -> subscription.queue().messages())
                .sum();
    }

    private synchronized List<SubscriberGroup> groups() {
        List<SubscriberGroup> all = new ArrayList<>(own);
        if (shared != null) {
            all.add(shared);
        }
        return all;
    }

    /** Ends all subscriptions and connections, then the dispatchers. */
    @Override
    public void close() {
        SubscriberGroup common;
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
