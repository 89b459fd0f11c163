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

    final Topic topic;
    volatile List<TopicSubscription> subscriptions = List.of();
    Held held = Held.NO;
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
