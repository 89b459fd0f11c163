package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions that share connections, one to each shard at which there is a topic of theirs; moves topics when the
 * layout changes. Thread-safe. No connection is opened, given up or closed under its lock.
 */
final class SubscriberGroup implements Topology.Listener, AutoCloseable {
    private final Topology topology;
    private final Placement placement;
    private final BiFunction<Shard, Reading, Subscriber> connect;
    private final boolean keepsIdle;
    private final Reading reading = new Reading();
    private final Map<Shard, Subscriber> subscribers = new HashMap<>();
    private final Set<TopicSubscription> subscriptions = new LinkedHashSet<>();
    private final Map<Topic, Home> homes = new HashMap<>();
    private final Map<Shard, Succession> successions = new HashMap<>();
    private boolean draining;
    private boolean closed;

    /** Where a topic that is at one shard is, and how many want it. */
    private static final class Home {
        private Shard shard;
        private int subscriptions;

        Home(Shard shard) {
            this.shard = shard;
        }
    }

    /** The subscriptions that are at every shard. */
    private final Map<TopicSubscription, Spread> spreads = new HashMap<>();

    /**
     * Creates one without a connection.
     *
     * @param connect returns a subscriber that has not been started
     * @param keepsIdle whether a connection stays open when its last topic moves away
     */
    SubscriberGroup(
            Topology topology, Placement placement, BiFunction<Shard, Reading, Subscriber> connect, boolean keepsIdle) {
        this.topology = topology;
        this.placement = placement;
        this.connect = connect;
        this.keepsIdle = keepsIdle;
    }

    /** Returns what pauses reading, for a group that has a single subscription. */
    Reading reading() {
        return reading;
    }

    void add(TopicSubscription subscription) {
        List<Subscriber> begun = new ArrayList<>();
        PubSubException refusal;
        synchronized (this) {
            refusal = refusal();
            if (refusal == null) {
                subscriptions.add(subscription);
                if (topology.canChange() && Placement.isEverywhere(subscription.topic())) {
                    spread(subscription, begun);
                } else {
                    Home home = homes.computeIfAbsent(
                            subscription.topic(), topic -> new Home(placement.of(topic, topology.layout(), null)));
                    home.subscriptions++;
                    subscriber(home.shard, begun).add(subscription);
                    successor(home.shard).ifPresent(next -> next.add(subscription));
                }
            }
        }
        begun.forEach(Subscriber::start);
        if (refusal != null) {
            subscription.fail(refusal);
        }
    }

    private @Nullable PubSubException refusal() {
        if (!closed && !draining) {
            return null;
        }
        return new PubSubException(ErrorCode.CLOSED, draining ? "the client is being drained" : "the client is closed");
    }

    private void spread(TopicSubscription subscription, List<Subscriber> begun) {
        Spread spread = new Spread(subscription);
        spreads.put(subscription, spread);
        List<Shard> shards = topology.layout().shards();
        Map<Shard, Spread.Part> parts = new HashMap<>();
        shards.forEach(shard -> parts.put(shard, spread.add(shard)));
        parts.forEach((shard, part) -> {
            subscriber(shard, begun).add(part);
            successor(shard).ifPresent(next -> next.add(part));
        });
    }

    private Subscriber subscriber(Shard shard, List<Subscriber> begun) {
        Subscriber present = subscribers.get(shard);
        if (present == null) {
            present = connect.apply(shard, reading);
            subscribers.put(shard, present);
            begun.add(present);
        }
        return present;
    }

    /**
     * Removes a subscription that the application has ended.
     *
     * @param done run when the server has confirmed, or at once if there is nothing to confirm
     */
    synchronized void remove(TopicSubscription subscription, Runnable done) {
        Spread spread = spreads.get(subscription);
        Home home = homes.get(subscription.topic());
        if (spread != null) {
            Map<Shard, Spread.Part> parts = spread.parts();
            AtomicInteger left = new AtomicInteger(parts.size());
            parts.forEach((shard, part) -> remove(shard, part, () -> {
                if (left.decrementAndGet() == 0) {
                    done.run();
                }
            }));
        } else if (home != null) {
            remove(home.shard, subscription, done);
        } else {
            done.run();
        }
    }

    private void remove(Shard shard, Recipient recipient, Runnable done) {
        Subscriber holder = subscribers.get(shard);
        successor(shard).ifPresent(next -> next.remove(recipient, () -> {}));
        if (holder == null) {
            done.run();
        } else {
            holder.remove(recipient, done);
        }
    }

    private Optional<Subscriber> successor(Shard shard) {
        return Optional.ofNullable(successions.get(shard)).map(Succession::to);
    }

    /**
     * Authenticates all connections anew: in place, or where that is not possible by replacing them.
     *
     * @param sender sends the markers of handovers
     * @return completes when all have been dealt with; fails as one of them does
     */
    CompletableFuture<Void> authenticate(Authentication command, ProbeSender sender, ScheduledExecutorService timer) {
        return CompletableFuture.allOf(all().entrySet().stream()
                .map(entry -> authenticate(entry.getKey(), entry.getValue(), command, sender, timer))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> authenticate(
            Shard shard,
            Subscriber subscriber,
            Authentication command,
            ProbeSender sender,
            ScheduledExecutorService timer) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        subscriber.authenticate(command).whenComplete((nothing, refusal) -> {
            CompletableFuture<Void> rest = refusal == null
                    ? CompletableFuture.completedFuture(null)
                    : replace(shard, subscriber, Link.unwrap(refusal), sender, timer);
            var unused = rest.whenComplete((replaced, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    private CompletableFuture<Void> replace(
            Shard shard, Subscriber from, PubSubException refusal, ProbeSender sender, ScheduledExecutorService timer) {
        if (Authentication.isMoot(refusal)) {
            return CompletableFuture.completedFuture(null);
        }
        if (refusal.code() != ErrorCode.UNSUPPORTED) {
            return CompletableFuture.failedFuture(refusal);
        }
        Succession succession;
        synchronized (this) {
            if (closed || draining || subscribers.get(shard) != from || successions.containsKey(shard)) {
                return CompletableFuture.completedFuture(null);
            }
            Subscriber to = connect.apply(shard, reading);
            succession = new Succession(from, to, new Handover(from, to, sender, timer));
            successions.put(shard, succession);
            succession.prepare();
        }
        return succession.run().handle((joined, failure) -> {
            boolean current;
            synchronized (this) {
                successions.remove(shard);
                current = failure == null && !closed && subscribers.replace(shard, from, succession.to());
            }
            succession.end(current ? joined : null);
            if (failure == null) {
                return null;
            }
            PubSubException cause = Link.unwrap(failure);
            if (cause.code() != ErrorCode.NO_PERMISSION) {
                throw cause;
            }
            from.distrust(System.nanoTime(), cause);
            return null;
        });
    }

    /** Forgets a subscription that has ended, for whatever cause. */
    synchronized void forget(TopicSubscription subscription) {
        if (!subscriptions.remove(subscription)) {
            return;
        }
        Spread spread = spreads.remove(subscription);
        if (spread != null) {
            spread.parts().forEach((shard, part) -> remove(shard, part, () -> {}));
            return;
        }
        Home home = homes.get(subscription.topic());
        if (home != null && --home.subscriptions == 0) {
            homes.remove(subscription.topic());
        }
    }

    @Override
    public void changed(LayoutChange change) {
        List<Subscriber> begun = new ArrayList<>();
        List<Subscriber> ended = new ArrayList<>();
        abortSuccessions();
        synchronized (this) {
            if (closed || draining) {
                return;
            }
            homes.forEach((topic, home) -> move(topic, home, change, begun));
            spreads.forEach((subscription, spread) -> move(subscription.topic(), spread, change, begun));
            subscribers.entrySet().removeIf(entry -> {
                boolean gone = isGone(entry.getKey(), change.now());
                return gone && ended.add(entry.getValue());
            });
        }
        begun.forEach(Subscriber::start);
        ended.forEach(Subscriber::close);
        for (Relocation relocation : change.relocations()) {
            Subscriber affected;
            synchronized (this) {
                affected = subscribers.get(relocation.shard());
            }
            if (affected != null) {
                affected.leave(relocation);
            }
        }
    }

    private void abortSuccessions() {
        List<Succession> begun;
        synchronized (this) {
            begun = List.copyOf(successions.values());
        }
        begun.forEach(Succession::abort);
    }

    private boolean isGone(Shard shard, Layout layout) {
        if (!layout.has(shard)) {
            return true;
        }
        boolean used = homes.values().stream().anyMatch(home -> home.shard == shard)
                || spreads.values().stream().anyMatch(spread -> spread.parts().containsKey(shard));
        return !keepsIdle && !used;
    }

    private void move(Topic topic, Home home, LayoutChange change, List<Subscriber> begun) {
        Shard from = home.shard;
        Shard to = placement.of(topic, change.now(), change.isFirst() ? null : from);
        Subscriber before = subscribers.get(from);
        if (to == from || before == null) {
            return;
        }
        home.shard = to;
        PubSubException cause = new PubSubException(
                ErrorCode.MOVED, topic + " is subscribed to at " + to + " from now on, no longer at " + from);
        Displaced displaced = before.moves().release(topic, cause);
        successor(from).ifPresent(next -> next.moves().release(topic, cause));
        if (displaced != null) {
            subscriber(to, begun).moves().adopt(displaced);
        }
    }

    /** Adds what is missing at new shards, whose slots were others' before, and leaves those that have gone. */
    private void move(Topic topic, Spread spread, LayoutChange change, List<Subscriber> begun) {
        Map<Shard, Spread.Part> parts = spread.parts();
        List<Shard> present = change.now().shards();
        Map<Shard, Spread.Part> added = new HashMap<>();
        boolean late = spread.isReady();
        for (Shard shard : new HashSet<>(present)) {
            if (!parts.containsKey(shard)) {
                added.put(shard, spread.add(shard));
            }
        }
        added.forEach((shard, part) -> {
            PubSubException cause = new PubSubException(
                    ErrorCode.MOVED, shard + " serves slots that were served elsewhere; subscribing to " + topic);
            subscriber(shard, begun)
                    .moves()
                    .adopt(new Displaced(topic, List.of(part), late ? cause : null, change.soundNanos()));
        });
        parts.forEach((shard, part) -> {
            if (!change.now().has(shard)) {
                spread.remove(shard);
                remove(shard, part, () -> {});
            }
        });
    }

    /**
     * Ends all topics on the servers, for good, while what is on its way still reaches its subscriptions.
     *
     * @return completes when the servers have confirmed the end of each, as far as they are connected
     */
    CompletableFuture<Void> drain() {
        List<Subscriber> all;
        synchronized (this) {
            draining = true;
            all = List.copyOf(subscribers.values());
        }
        return CompletableFuture.allOf(all.stream().map(Subscriber::drain).toArray(CompletableFuture[]::new));
    }

    /** Returns how many topics the servers hold as far as is known. */
    int held() {
        return all().values().stream().mapToInt(Subscriber::held).sum();
    }

    /** Returns how many topics a shard holds as far as is known. */
    int held(Shard shard) {
        Subscriber there = all().get(shard);
        return there == null ? 0 : there.held();
    }

    private synchronized Map<Shard, Subscriber> all() {
        return Map.copyOf(subscribers);
    }

    synchronized List<TopicSubscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    @Override
    public void close() {
        List<TopicSubscription> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(subscriptions);
        }
        abortSuccessions();
        all().values().forEach(Subscriber::close);
        left.forEach(TopicSubscription::close);
    }
}
