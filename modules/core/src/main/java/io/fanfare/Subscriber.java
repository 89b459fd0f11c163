package io.fanfare;

import io.fanfare.TopicEntry.Held;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.ErrorCode.Kind;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Brings one subscription connection to the topics that are wanted, and back to them after every loss. Topics are
 * shared: however many subscriptions want one, the server holds it once.
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
    private @Nullable SubscribeConnection connection;
    private boolean closed;

    Subscriber(
            Transport transport, Node node, Backoff backoff, ScheduledExecutorService timer, PubSubObserver observer) {
        this.node = node;
        this.backoff = backoff;
        this.timer = timer;
        this.observer = observer;
        this.link = new Link<>(loss -> connect(transport, loss), backoff, timer, this);
    }

    void start() {
        link.start();
    }

    private CompletionStage<SubscribeConnection> connect(Transport transport, ConnectionListener loss) {
        return transport.connectSubscriber(node, new TopicReader(entries, observer, loss, this::ended));
    }

    /** Adds a subscription; the server is asked for its topic if it is the first. */
    void add(TopicSubscription subscription) {
        boolean late;
        synchronized (lock) {
            late = closed;
            if (!late) {
                TopicEntry entry = entries.computeIfAbsent(subscription.topic(), TopicEntry::new);
                entry.add(subscription);
                if (entry.held == Held.YES) {
                    subscription.confirmed();
                } else if (entry.held == Held.NO && connection != null && entry.refusals == 0) {
                    subscribe(connection, List.of(entry));
                }
            }
        }
        if (late) {
            subscription.fail(new PubSubException(ErrorCode.CLOSED, "the client is closed"));
        }
    }

    /**
     * Removes a subscription; the server is told if it was the last of its topic.
     *
     * @param done run when the server has confirmed, or at once if there is nothing to confirm
     */
    void remove(TopicSubscription subscription, Runnable done) {
        synchronized (lock) {
            TopicEntry entry = entries.get(subscription.topic());
            if (entry != null) {
                entry.remove(subscription);
                if (!entry.isWanted()) {
                    if (entry.held == Held.YES && connection != null) {
                        unsubscribe(connection, entry, done);
                        return;
                    }
                    if (entry.held == Held.NO) {
                        entries.remove(entry.topic);
                    }
                }
            }
        }
        done.run();
    }

    @Override
    public void connected(SubscribeConnection made) {
        synchronized (lock) {
            connection = made;
            List<TopicEntry> wanted = new ArrayList<>();
            for (TopicEntry entry : entries.values()) {
                entry.refusals = 0;
                if (entry.isWanted()) {
                    wanted.add(entry);
                }
            }
            subscribe(made, wanted);
        }
    }

    @Override
    public void lost(SubscribeConnection lost, PubSubException cause) {
        Instant lastBytes = Instant.now().minusNanos(System.nanoTime() - lost.lastReceivedNanos());
        int topics = 0;
        synchronized (lock) {
            connection = null;
            for (TopicEntry entry : entries.values()) {
                topics += open(entry, lastBytes, cause) ? 1 : 0;
            }
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}; {1} topics may miss messages until they are subscribed again",
                cause.getMessage(),
                topics);
    }

    /** Opens the gap of a topic that the server held; returns false if it did not. */
    private boolean open(TopicEntry entry, Instant since, PubSubException cause) {
        boolean confirmed = entry.held == Held.YES;
        entry.held = Held.NO;
        if (!entry.isWanted()) {
            entries.remove(entry.topic);
        } else if (confirmed && entry.lostAt == null) {
            entry.lostAt = since;
            entry.lostBy = cause;
        }
        return confirmed;
    }

    /** The server ended a subscription by itself. */
    private void ended(Topic topic) {
        synchronized (lock) {
            TopicEntry entry = entries.get(topic);
            if (entry == null || entry.held != Held.YES || connection == null) {
                return;
            }
            open(
                    entry,
                    Instant.now(),
                    new PubSubException(
                            ErrorCode.MOVED,
                            node + " ended the subscription to " + topic + ": its slot is served elsewhere"));
            if (entry.isWanted()) {
                subscribe(connection, List.of(entry));
            }
        }
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
        to.subscribe(topics, (topic, failure) -> subscribed(to, topic, failure));
    }

    private void subscribed(SubscribeConnection by, Topic topic, @Nullable PubSubException failure) {
        List<TopicSubscription> failed = List.of();
        synchronized (lock) {
            TopicEntry entry = entries.get(topic);
            if (entry == null || connection != by || entry.held != Held.SUBSCRIBING) {
                return;
            }
            if (failure == null) {
                entry.held = Held.YES;
                entry.refusals = 0;
                if (entry.isWanted()) {
                    closeGap(entry);
                    entry.subscriptions.forEach(TopicSubscription::confirmed);
                } else {
                    unsubscribe(by, entry, () -> {});
                }
                return;
            }
            entry.held = Held.NO;
            boolean first = entry.lostAt == null;
            if (first && failure.code().kind() != Kind.TRANSIENT) {
                failed = entry.subscriptions;
                entries.remove(topic);
            } else if (by.isOpen()) {
                retry(by, entry, failure);
            }
        }
        failed.forEach(subscription -> subscription.fail(failure));
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
        synchronized (lock) {
            if (connection == to && entry.isWanted() && entry.held == Held.NO) {
                subscribe(to, List.of(entry));
            }
        }
    }

    private void closeGap(TopicEntry entry) {
        Instant start = entry.lostAt;
        PubSubException cause = entry.lostBy;
        if (start == null || cause == null) {
            return;
        }
        entry.lostAt = null;
        entry.lostBy = null;
        Gap gap = new Gap(entry.topic, start, Instant.now(), cause);
        observer.gap(entry.topic, gap.duration());
        entry.subscriptions.forEach(subscription -> subscription.gap(gap));
    }

    private void unsubscribe(SubscribeConnection from, TopicEntry entry, Runnable done) {
        entry.held = Held.UNSUBSCRIBING;
        TopicCallback callback = (topic, failure) -> {
            synchronized (lock) {
                if (connection == from && entries.get(topic) == entry && entry.held == Held.UNSUBSCRIBING) {
                    entry.held = Held.NO;
                    if (entry.isWanted()) {
                        subscribe(from, List.of(entry));
                    } else {
                        entries.remove(topic);
                    }
                }
            }
            done.run();
        };
        from.unsubscribe(List.of(entry.topic), callback);
    }

    @Override
    public void close() {
        List<TopicSubscription> left = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            connection = null;
            entries.values().forEach(entry -> left.addAll(entry.subscriptions));
        }
        link.close();
        left.forEach(TopicSubscription::close);
    }
}
