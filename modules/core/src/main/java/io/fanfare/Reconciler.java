package io.fanfare;

import io.fanfare.TopicEntry.Due;
import io.fanfare.TopicEntry.Held;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.ErrorCode.Kind;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a connection holds to what is wanted. A bounded number of subscriptions is unanswered at a time: what is
 * beyond waits until the server has confirmed half of them. What the server refuses is tried again with growing waits.
 * Used under the subscriber's lock.
 */
final class Reconciler {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    /** Hears of what the server has confirmed or refused, under the lock. */
    interface Events {
        /** The connection holds a wanted topic. */
        void confirmed(TopicEntry entry);

        /** The server refuses a topic for good; it is tried again all the same while it is wanted. */
        void refused(TopicEntry entry, PubSubException cause);

        /** A topic that the server refused, for good or for now, is tried again. */
        void retried(TopicEntry entry, PubSubException cause);
    }

    private final TopicRegistry registry;
    private final Changes changes;
    private final Backoff backoff;
    private final ScheduledExecutorService timer;
    private final Functions functions;
    private final int window;
    private final Events events;
    private final Deque<TopicEntry> waiting = new ArrayDeque<>();
    private @Nullable SubscribeConnection connection;
    private int unanswered;
    private boolean sending;
    private boolean ending;

    Reconciler(
            TopicRegistry registry,
            Changes changes,
            Backoff backoff,
            ScheduledExecutorService timer,
            Functions functions,
            int window,
            Events events) {
        this.registry = registry;
        this.changes = changes;
        this.backoff = backoff;
        this.timer = timer;
        this.functions = functions;
        this.window = window;
        this.events = events;
    }

    /** Returns the connection that is being kept as wanted; null while there is none. */
    @Nullable
    SubscribeConnection connection() {
        return connection;
    }

    /** Subscribes to everything that is wanted on a new connection, which holds nothing yet. */
    void connected(SubscribeConnection made) {
        connection = made;
        unanswered = 0;
        waiting.clear();
        for (TopicEntry entry : registry.all()) {
            entry.refusals = 0;
            entry.isWaiting = false;
            if (entry.isWanted()) {
                registry.mark(entry, Due.YES);
                enqueue(entry);
            }
        }
        send();
    }

    /** The connection is gone, and with it everything that it held. */
    void lost() {
        connection = null;
    }

    /** Subscribes to no topic any more. */
    void end() {
        ending = true;
    }

    /** Subscribes to a topic that is wanted and not held, unless its refusal is being waited out. */
    void want(TopicEntry entry) {
        if (entry.held == Held.NO && entry.refusals == 0) {
            enqueue(entry);
            send();
        }
    }

    private void enqueue(TopicEntry entry) {
        if (connection != null && !entry.isWaiting) {
            entry.isWaiting = true;
            waiting.add(entry);
        }
    }

    /** Sends what the window admits; a connection that answers within the call does not make this recurse. */
    private void send() {
        if (sending) {
            return;
        }
        sending = true;
        try {
            while (connection != null && !waiting.isEmpty() && unanswered <= window / 2) {
                send(connection);
            }
        } finally {
            sending = false;
        }
    }

    private void send(SubscribeConnection to) {
        List<Topic> topics = new ArrayList<>(Math.min(window, waiting.size()));
        while (!waiting.isEmpty() && unanswered + topics.size() < window) {
            TopicEntry entry = waiting.remove();
            entry.isWaiting = false;
            if (registry.has(entry) && entry.isWanted() && entry.held == Held.NO && !ending) {
                registry.hold(entry, Held.SUBSCRIBING);
                entry.askedNanos = System.nanoTime();
                topics.add(entry.topic);
            }
        }
        if (!topics.isEmpty()) {
            unanswered += topics.size();
            subscribe(to, topics);
        }
    }

    /** What a transport throws is its refusal of all that it has not answered. */
    private void subscribe(SubscribeConnection to, List<Topic> topics) {
        try {
            to.subscribe(topics, (topic, failure) -> changes.make(() -> subscribed(to, topic, failure)));
        } catch (Throwable e) {
            PubSubException failure = Link.unwrap(e);
            topics.forEach(topic -> subscribed(to, topic, failure));
        }
    }

    private void subscribed(SubscribeConnection by, Topic topic, @Nullable PubSubException failure) {
        TopicEntry entry = registry.find(topic);
        if (connection != by || entry == null || entry.held != Held.SUBSCRIBING) {
            return;
        }
        unanswered--;
        if (failure == null) {
            confirmed(by, entry);
        } else {
            refused(by, entry, failure);
        }
        send();
    }

    private void confirmed(SubscribeConnection by, TopicEntry entry) {
        registry.hold(entry, Held.YES);
        registry.mark(entry, Due.NO);
        entry.refusals = 0;
        if (entry.isWanted() && !ending) {
            events.confirmed(entry);
        } else {
            unsubscribe(by, entry, () -> {});
        }
    }

    private void refused(SubscribeConnection by, TopicEntry entry, PubSubException failure) {
        registry.hold(entry, Held.NO);
        if (failure.code().kind() != Kind.TRANSIENT) {
            events.refused(entry, failure);
            registry.mark(entry, Due.REFUSED);
        }
        if (!entry.isWanted()) {
            registry.drop(entry);
        } else if (by.isOpen()) {
            retry(by, entry, failure);
        }
    }

    private void retry(SubscribeConnection to, TopicEntry entry, PubSubException failure) {
        entry.refusals++;
        events.retried(entry, failure);
        Duration wait = backoff.afterFailures(entry.refusals);
        if (Later.schedule(timer, wait, () -> changes.make(() -> again(to, entry))) == null) {
            LOG.log(System.Logger.Level.DEBUG, "subscribing to {0} ends with its client", entry.topic);
        }
    }

    private void again(SubscribeConnection to, TopicEntry entry) {
        if (connection == to && entry.isWanted() && entry.held == Held.NO) {
            enqueue(entry);
            send();
        }
    }

    /**
     * Ends a topic that the connection holds. Where the server refuses that, the connection goes on holding it, and
     * what arrives finds no recipient.
     *
     * @param done told when the server has answered
     */
    void unsubscribe(SubscribeConnection from, TopicEntry entry, Runnable done) {
        registry.hold(entry, Held.UNSUBSCRIBING);
        from.unsubscribe(
                List.of(entry.topic), (topic, failure) -> changes.make(() -> unsubscribed(from, entry, failure, done)));
    }

    private void unsubscribed(
            SubscribeConnection by, TopicEntry entry, @Nullable PubSubException failure, Runnable done) {
        if (connection == by && registry.has(entry) && entry.held == Held.UNSUBSCRIBING) {
            boolean stays = false;
            if (failure == null) {
                changes.tell(() -> functions.ended(by.node(), entry.topic));
            } else if (failure.code() == ErrorCode.NO_PERMISSION) {
                stays = true;
                changes.tell(() -> functions.notEnded(by.node(), entry.topic, failure));
            }
            registry.hold(entry, stays ? Held.YES : Held.NO);
            if (entry.isWanted() && !ending) {
                renew(entry);
            } else if (!entry.isWanted() && !stays) {
                registry.drop(entry);
            }
        }
        changes.tell(done);
    }

    /** Goes on with a topic that was wanted again while it was being ended. */
    private void renew(TopicEntry entry) {
        if (entry.held == Held.YES) {
            registry.mark(entry, Due.NO);
            events.confirmed(entry);
        } else {
            enqueue(entry);
            send();
        }
    }
}
