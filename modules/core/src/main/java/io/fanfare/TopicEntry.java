package io.fanfare;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic of a {@link Subscriber}: who wants it, and what the server is known to hold. Guarded by the subscriber's
 * lock, but for {@link #subscriptions}, which the reading thread reads, and {@link #batch}, which is its own.
 */
final class TopicEntry {
    /** What the connection holds of the topic. */
    enum Held {
        NO,
        SUBSCRIBING,
        YES,
        UNSUBSCRIBING
    }

    /** Whether the client's state waits for the topic. */
    enum Due {
        NO,
        YES,
        /** The server refuses it, for lack of a permission or the like. */
        REFUSED
    }

    final Topic topic;
    volatile List<TopicSubscription> subscriptions = List.of();
    Held held = Held.NO;
    Due due = Due.NO;
    int refusals;

    /** How the topic was lost; null while no gap is open. */
    @Nullable
    PubSubException lostBy;

    /** The {@link System#nanoTime()} at which bytes last arrived before the loss. */
    long lostNanos;

    /** What the batch that is being read brought for this topic. */
    @Nullable
    TopicBatch batch;

    TopicEntry(Topic topic) {
        this.topic = topic;
    }

    void add(TopicSubscription subscription) {
        List<TopicSubscription> more = new ArrayList<>(subscriptions);
        more.add(subscription);
        subscriptions = List.copyOf(more);
    }

    void remove(TopicSubscription subscription) {
        List<TopicSubscription> less = new ArrayList<>(subscriptions);
        less.remove(subscription);
        subscriptions = List.copyOf(less);
    }

    boolean isWanted() {
        return !subscriptions.isEmpty();
    }
}
