package io.fanfare;

import io.fanfare.StateTracker.Part;
import io.fanfare.TopicEntry.Due;
import io.fanfare.TopicEntry.Held;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.ErrorCode.Kind;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings one subscription connection to the topics that are wanted, and back to them after every loss. Topics are
 * shared: however many subscriptions want one, the server holds it once.
 *
 * <p>State changes under a lock. What the application is to hear of a change is told after the lock is released, by the
 * same thread: so a gap is queued before the thread that reads the connection goes on to the next message.
 */
final class Subscriber implements Link.Events<SubscribeConnection>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Node node;
    private final Backoff backoff;
    private final ScheduledExecutorService timer;
    private final PubSubObserver observer;
    private final StateTracker states;
    private final Liveness liveness;
    private final Link<SubscribeConnection> link;
    private final Map<Topic, TopicEntry> entries = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private @Nullable List<Runnable> tellings;
    private @Nullable SubscribeConnection connection;
    private boolean failing;
    private boolean draining;
    private int due;
    private int refused;
    private @Nullable PubSubException trouble;

    /** The {@link System#nanoTime()} at which subscriptions were lost, and how many; 0 topics while none are. */
    private long outageNanos;

    private int outageTopics;
    private boolean closed;

    /** Creates one; {@code transport} returns what connects, for a listener of its messages. */
    Subscriber(
            Function<ConnectionListener, ConnectionFactory<SubscribeConnection>> transport,
            Node node,
            Backoff backoff,
            ScheduledExecutorService timer,
            PubSubObserver observer,
            StateTracker states,
            Duration pingInterval,
            Duration pingTimeout) {
        this.node = node;
        this.backoff = backoff;
        this.timer = timer;
        this.observer = observer;
        this.states = states;
        ConnectionFactory<SubscribeConnection> factory = loss ->
                transport.apply(new TopicReader(entries, observer, this::ended)).connect(loss);
        this.link = new Link<>(factory, backoff, timer, this);
        this.liveness = new Liveness(pingInterval, pingTimeout, timer, link::giveUp);
    }

    void start() {
        states.report(this, Part.DOWN, null);
        link.start();
    }

    /** Makes a change under the lock, then tells what came of it. A change within a change belongs to the outer one. */
    private void change(Runnable change) {
        List<Runnable> told = new ArrayList<>();
        synchronized (lock) {
            if (tellings != null) {
                change.run();
                return;
            }
            tellings = told;
            try {
                change.run();
                report();
            } finally {
                tellings = null;
            }
        }
        told.forEach(Runnable::run);
    }

    private void report() {
        endOutage();
        if (!closed) {
            Part part = connection == null || due > 0 ? Part.DOWN : refused > 0 ? Part.REFUSED : Part.UP;
            states.report(this, part, part == Part.UP ? null : trouble);
        }
    }

    /** Notes whether the client's state waits for a topic. */
    private void mark(TopicEntry entry, Due now) {
        due += (now == Due.YES ? 1 : 0) - (entry.due == Due.YES ? 1 : 0);
        refused += (now == Due.REFUSED ? 1 : 0) - (entry.due == Due.REFUSED ? 1 : 0);
        entry.due = now;
    }

    /** Takes out a topic that nobody wants. */
    private void drop(TopicEntry entry) {
        mark(entry, Due.NO);
        entries.remove(entry.topic);
    }

    /** Has something told after the change that is being made. */
    private void tell(Runnable telling) {
        if (tellings == null) {
            throw new IllegalStateException("no change is being made");
        }
        tellings.add(telling);
    }

    /** Adds a subscription; the server is asked for its topic if it is the first. */
    void add(TopicSubscription subscription) {
        change(() -> {
            if (closed || draining) {
                PubSubException cause = new PubSubException(
                        ErrorCode.CLOSED, draining ? "the client is being drained" : "the client is closed");
                tell(() -> subscription.fail(cause));
                return;
            }
            TopicEntry entry = entries.computeIfAbsent(subscription.topic(), TopicEntry::new);
            entry.add(subscription);
            if (entry.held == Held.YES) {
                confirm(subscription);
            } else if (entry.held == Held.NO && connection != null && entry.refusals == 0) {
                subscribe(connection, List.of(entry));
            }
        });
    }

    private boolean confirm(TopicSubscription subscription) {
        boolean before = subscription.confirm();
        if (!before) {
            tell(subscription::tellReady);
        }
        return before;
    }

    /**
     * Removes a subscription; the server is told if it was the last of its topic.
     *
     * @param done run when the server has confirmed, or at once if there is nothing to confirm
     */
    void remove(TopicSubscription subscription, Runnable done) {
        change(() -> {
            TopicEntry entry = entries.get(subscription.topic());
            if (entry != null) {
                entry.remove(subscription);
                if (!entry.isWanted() && entry.held == Held.YES && connection != null) {
                    unsubscribe(connection, entry, done);
                    return;
                }
                if (!entry.isWanted()) {
                    mark(entry, Due.NO);
                }
                if (!entry.isWanted() && entry.held == Held.NO) {
                    drop(entry);
                }
            }
            tell(done);
        });
    }

    /**
     * Ends all topics on the server, for good, while what is on its way still reaches its subscriptions.
     *
     * @return completes when the server has confirmed the end of each, or there is no connection
     */
    CompletableFuture<Void> drain() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        change(() -> {
            draining = true;
            for (TopicEntry entry : entries.values()) {
                mark(entry, Due.NO);
                if (entry.held == Held.YES && connection != null) {
                    CompletableFuture<Void> end = new CompletableFuture<>();
                    ends.add(end);
                    unsubscribe(connection, entry, () -> end.complete(null));
                }
            }
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** Returns how many topics the server holds as far as is known. */
    int held() {
        synchronized (lock) {
            return (int) entries.values().stream()
                    .filter(entry -> entry.held != Held.NO)
                    .count();
        }
    }

    /** Returns all subscriptions. */
    List<TopicSubscription> subscriptions() {
        synchronized (lock) {
            return entries.values().stream()
                    .flatMap(entry -> entry.subscriptions.stream())
                    .toList();
        }
    }

    @Override
    public void connected(SubscribeConnection made) {
        change(() -> {
            if (closed || draining) {
                return;
            }
            failing = false;
            connection = made;
            List<TopicEntry> wanted = new ArrayList<>();
            for (TopicEntry entry : entries.values()) {
                entry.refusals = 0;
                if (entry.isWanted()) {
                    wanted.add(entry);
                    mark(entry, Due.YES);
                }
            }
            subscribe(made, wanted);
        });
        liveness.watch(made);
    }

    @Override
    public void failed(PubSubException cause) {
        change(() -> trouble = cause);
        if (!failing) {
            failing = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no subscriptions until {0} can be reached; tried again until then: {1}",
                    node,
                    cause.getMessage());
        }
    }

    @Override
    public void lost(SubscribeConnection lost, PubSubException cause) {
        long since = lost.lastReceivedNanos();
        change(() -> {
            connection = null;
            trouble = cause;
            int topics = 0;
            for (TopicEntry entry : entries.values()) {
                topics += release(entry, since, cause) ? 1 : 0;
            }
            beginOutage(topics, since, cause);
        });
    }

    /** Logs the first loss of an outage; a loss before everything was confirmed again belongs to the same one. */
    private void beginOutage(int topics, long since, PubSubException cause) {
        if (topics > 0 && outageTopics == 0) {
            outageNanos = since;
            outageTopics = topics;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; {1} topics may miss messages until they are subscribed again",
                    cause.getMessage(),
                    String.valueOf(topics));
        }
    }

    private void endOutage() {
        if (outageTopics > 0 && connection != null && due == 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} topics are subscribed again at {1}, {2} ms after bytes last arrived",
                    String.valueOf(outageTopics),
                    node,
                    String.valueOf((System.nanoTime() - outageNanos) / 1_000_000));
            outageTopics = 0;
        }
    }

    /** Notes that the connection no longer holds a topic, and opens its gap; returns false if it did not hold it. */
    private boolean release(TopicEntry entry, long since, PubSubException cause) {
        boolean held = entry.held == Held.YES;
        entry.held = Held.NO;
        if (!entry.isWanted()) {
            drop(entry);
        } else if (held && entry.lostBy == null) {
            entry.lostBy = cause;
            entry.lostNanos = since;
            mark(entry, Due.YES);
        }
        return held;
    }

    /** The server ended a subscription by itself. */
    private void ended(Topic topic) {
        change(() -> {
            TopicEntry entry = entries.get(topic);
            if (entry == null || entry.held != Held.YES || connection == null || draining) {
                return;
            }
            PubSubException cause = new PubSubException(
                    ErrorCode.MOVED, node + " ended the subscription to " + topic + ": its slot is served elsewhere");
            long now = System.nanoTime();
            release(entry, now, cause);
            beginOutage(1, now, cause);
            if (entry.isWanted()) {
                subscribe(connection, List.of(entry));
            }
        });
    }

    private void subscribe(SubscribeConnection to, List<TopicEntry> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        List<Topic> topics = new ArrayList<>(wanted.size());
        for (TopicEntry entry : wanted) {
            entry.held = Held.SUBSCRIBING;
            topics.add(entry.topic);
        }
        to.subscribe(topics, (topic, failure) -> change(() -> subscribed(to, topic, failure)));
    }

    private void subscribed(SubscribeConnection by, Topic topic, @Nullable PubSubException failure) {
        TopicEntry entry = entries.get(topic);
        if (entry == null || connection != by || entry.held != Held.SUBSCRIBING) {
            return;
        }
        if (failure == null) {
            entry.held = Held.YES;
            entry.refusals = 0;
            mark(entry, Due.NO);
            if (entry.isWanted() && !draining) {
                confirmAll(entry);
            } else {
                unsubscribe(by, entry, () -> {});
            }
            return;
        }
        entry.held = Held.NO;
        if (failure.code().kind() != Kind.TRANSIENT) {
            failUnconfirmed(entry, failure);
            mark(entry, Due.REFUSED);
            trouble = failure;
        }
        if (!entry.isWanted()) {
            drop(entry);
        } else if (by.isOpen()) {
            retry(by, entry, failure);
        }
    }

    /** Confirms every subscription, and tells those that were confirmed before of the gap. */
    private void confirmAll(TopicEntry entry) {
        Gap gap = closeGap(entry);
        for (TopicSubscription subscription : entry.subscriptions) {
            if (confirm(subscription) && gap != null) {
                tell(() -> subscription.tell(gap));
            }
        }
    }

    private @Nullable Gap closeGap(TopicEntry entry) {
        PubSubException cause = entry.lostBy;
        if (cause == null) {
            return null;
        }
        entry.lostBy = null;
        Duration length = Duration.ofNanos(System.nanoTime() - entry.lostNanos);
        Instant end = Instant.now();
        tell(() -> observer.gap(entry.topic, length));
        return new Gap(entry.topic, end.minus(length), end, cause);
    }

    /** A refusal for good ends those that never had the topic; those that had it wait for it to be allowed again. */
    private void failUnconfirmed(TopicEntry entry, PubSubException failure) {
        for (TopicSubscription subscription : entry.subscriptions) {
            if (!subscription.isConfirmed()) {
                entry.remove(subscription);
                tell(() -> subscription.fail(failure));
            }
        }
    }

    private void retry(SubscribeConnection to, TopicEntry entry, PubSubException failure) {
        if (entry.refusals++ == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "subscribing to {0} is tried again: {1}",
                    entry.topic,
                    failure.getMessage());
        }
        boolean scheduled =
                Later.schedule(timer, backoff.afterFailures(entry.refusals), () -> again(to, entry)) != null;
        if (!scheduled) {
            LOG.log(System.Logger.Level.DEBUG, "subscribing to {0} ends with its client", entry.topic);
        }
    }

    private void again(SubscribeConnection to, TopicEntry entry) {
        change(() -> {
            if (connection == to && entry.isWanted() && entry.held == Held.NO && !draining) {
                subscribe(to, List.of(entry));
            }
        });
    }

    private void unsubscribe(SubscribeConnection from, TopicEntry entry, Runnable done) {
        entry.held = Held.UNSUBSCRIBING;
        from.unsubscribe(List.of(entry.topic), (topic, failure) -> change(() -> unsubscribed(from, entry, done)));
    }

    private void unsubscribed(SubscribeConnection by, TopicEntry entry, Runnable done) {
        if (connection == by && entries.get(entry.topic) == entry && entry.held == Held.UNSUBSCRIBING) {
            entry.held = Held.NO;
            if (entry.isWanted() && !draining) {
                subscribe(by, List.of(entry));
            } else if (!entry.isWanted()) {
                drop(entry);
            }
        }
        tell(done);
    }

    @Override
    public void close() {
        List<TopicSubscription> left = new ArrayList<>();
        change(() -> {
            closed = true;
            connection = null;
            entries.values().forEach(entry -> left.addAll(entry.subscriptions));
        });
        states.forget(this);
        link.close();
        left.forEach(TopicSubscription::close);
    }
}
