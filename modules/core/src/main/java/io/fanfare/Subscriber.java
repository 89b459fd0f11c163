package io.fanfare;

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
    private final Link<SubscribeConnection> link;
    private final Map<Topic, TopicEntry> entries = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private @Nullable List<Runnable> tellings;
    private @Nullable SubscribeConnection connection;
    private boolean failing;
    private boolean paused;
    private boolean closed;

    /** Creates one; {@code transport} returns what connects, for a listener of its messages. */
    Subscriber(
            Function<ConnectionListener, ConnectionFactory<SubscribeConnection>> transport,
            Node node,
            Backoff backoff,
            ScheduledExecutorService timer,
            PubSubObserver observer) {
        this.node = node;
        this.backoff = backoff;
        this.timer = timer;
        this.observer = observer;
        ConnectionFactory<SubscribeConnection> factory = loss ->
                transport.apply(new TopicReader(entries, observer, this::ended)).connect(loss);
        this.link = new Link<>(factory, backoff, timer, this);
    }

    void start() {
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
            } finally {
                tellings = null;
            }
        }
        told.forEach(Runnable::run);
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
            if (closed) {
                PubSubException cause = new PubSubException(ErrorCode.CLOSED, "the client is closed");
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
                if (!entry.isWanted() && entry.held == Held.NO) {
                    entries.remove(entry.topic);
                }
            }
            tell(done);
        });
    }

    @Override
    public void connected(SubscribeConnection made) {
        change(() -> {
            if (closed) {
                return;
            }
            failing = false;
            connection = made;
            List<TopicEntry> wanted = new ArrayList<>();
            for (TopicEntry entry : entries.values()) {
                entry.refusals = 0;
                if (entry.isWanted()) {
                    wanted.add(entry);
                }
            }
            subscribe(made, wanted);
            if (paused) {
                Reading.pause(made);
            }
        });
    }

    /** Stops reading what the server sends, also from connections to come, until {@link #resume()}. */
    void pause() {
        change(() -> {
            paused = true;
            if (connection != null) {
                Reading.pause(connection);
            }
        });
    }

    /** Reads again after {@link #pause()}. */
    void resume() {
        change(() -> {
            paused = false;
            if (connection != null) {
                Reading.resume(connection);
            }
        });
    }

    /** Tells whether reading is paused, so that no answer and no loss is noticed. */
    boolean isPaused() {
        synchronized (lock) {
            return paused;
        }
    }

    @Override
    public void failed(PubSubException cause) {
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
            int topics = 0;
            for (TopicEntry entry : entries.values()) {
                topics += release(entry, since, cause) ? 1 : 0;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}; {1} topics may miss messages until they are subscribed again",
                    cause.getMessage(),
                    topics);
        });
    }

    /** Notes that the connection no longer holds a topic, and opens its gap; returns false if it did not hold it. */
    private boolean release(TopicEntry entry, long since, PubSubException cause) {
        boolean held = entry.held == Held.YES;
        entry.held = Held.NO;
        if (!entry.isWanted()) {
            entries.remove(entry.topic);
        } else if (held && entry.lostBy == null) {
            entry.lostBy = cause;
            entry.lostNanos = since;
        }
        return held;
    }

    /** The server ended a subscription by itself. */
    private void ended(Topic topic) {
        change(() -> {
            TopicEntry entry = entries.get(topic);
            if (entry == null || entry.held != Held.YES || connection == null) {
                return;
            }
            PubSubException cause = new PubSubException(
                    ErrorCode.MOVED, node + " ended the subscription to " + topic + ": its slot is served elsewhere");
            release(entry, System.nanoTime(), cause);
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
            if (entry.isWanted()) {
                confirmAll(entry);
            } else {
                unsubscribe(by, entry, () -> {});
            }
            return;
        }
        entry.held = Held.NO;
        if (failure.code().kind() != Kind.TRANSIENT) {
            failUnconfirmed(entry, failure);
        }
        if (!entry.isWanted()) {
            entries.remove(topic);
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
            if (connection == to && entry.isWanted() && entry.held == Held.NO) {
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
            if (entry.isWanted()) {
                subscribe(by, List.of(entry));
            } else {
                entries.remove(entry.topic);
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
        link.close();
        left.forEach(TopicSubscription::close);
    }
}
