package io.fanfare;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic of a {@link Subscriber}: who wants it, and what the server is known to hold. Guarded by the subscriber's
 * lock, but for {@link #recipients}, which the reading thread reads, and {@link #batch}, which is its own.
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
    volatile List<Recipient> recipients = List.of();
    Held held = Held.NO;
    Due due = Due.NO;
    int refusals;

    /** Whether it is to be subscribed to as soon as fewer topics are unanswered. */
    boolean isWaiting;

    /** The {@link System#nanoTime()} at which the server was last asked for it. */
    long askedNanos;

    /** How the topic was lost; null while no gap is open. */
    @Nullable
    PubSubException lostBy;

    /** The {@link System#nanoTime()} from which on messages may have been lost. */
    long lostNanos;

    /** What the batch that is being read brought for this topic. */
    @Nullable
    TopicBatch batch;

    TopicEntry(Topic topic) {
        this.topic = topic;
    }

    void add(Recipient recipient) {
        List<Recipient> more = new ArrayList<>(recipients);
        more.add(recipient);
        recipients = List.copyOf(more);
    }

    void remove(Recipient recipient) {
        List<Recipient> less = new ArrayList<>(recipients);
        less.remove(recipient);
        recipients = List.copyOf(less);
    }

    /** Opens the gap; it does not begin before the topic was asked for. */
    void openGap(long since, PubSubException cause) {
        lostBy = cause;
        lostNanos = askedNanos - since > 0 ? askedNanos : since;
    }

    /** Closes the gap, which ends now; returns null if none is open. */
    @Nullable
    Gap closeGap() {
        PubSubException cause = lostBy;
        if (cause == null) {
            return null;
        }
        lostBy = null;
        Instant end = Instant.now();
        return new Gap(topic, end.minusNanos(System.nanoTime() - lostNanos), end, cause);
    }

    boolean isWanted() {
        return !recipients.isEmpty();
    }

    /** Tells whether only the client itself wants it. */
    boolean isOwn() {
        return !recipients.isEmpty() && recipients.get(0).isOwn();
    }
}
