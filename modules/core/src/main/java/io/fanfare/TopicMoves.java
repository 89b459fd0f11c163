package io.fanfare;

import io.fanfare.TopicEntry.Due;
import io.fanfare.TopicEntry.Held;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Takes topics out of a {@link Subscriber} and into it, with those who want them and the gaps that are open. */
final class TopicMoves {
    private final TopicRegistry topics;
    private final Changes changes;
    private final Reconciler reconciler;
    private final ToLongFunction<SubscribeConnection> soundUntil;
    private final Consumer<TopicEntry> confirmed;

    /**
     * Creates one.
     *
     * @param soundUntil returns until when a connection is known to have brought everything
     * @param confirmed told of a topic that is taken in and held already, under the subscriber's lock
     */
    TopicMoves(
            TopicRegistry topics,
            Changes changes,
            Reconciler reconciler,
            ToLongFunction<SubscribeConnection> soundUntil,
            Consumer<TopicEntry> confirmed) {
        this.topics = topics;
        this.changes = changes;
        this.reconciler = reconciler;
        this.soundUntil = soundUntil;
        this.confirmed = confirmed;
    }

    /** Returns what the application wants here, without taking it out. */
    List<Displaced> wanted() {
        return changes.look(() -> topics.all().stream()
                .filter(entry -> entry.isWanted() && !entry.isOwn())
                .map(Displaced::of)
                .toList());
    }

    /** Takes everything out that the application wants, without a word to the server. */
    void detach() {
        changes.make(() -> {
            for (TopicEntry entry : topics.all()) {
                if (entry.isWanted() && !entry.isOwn()) {
                    entry.recipients = List.of();
                    topics.mark(entry, Due.NO);
                }
            }
        });
    }

    /** Takes a topic out, for another subscriber to take over; returns null if nobody wants it. */
    @Nullable
    Displaced release(Topic topic, PubSubException cause) {
        AtomicReference<@Nullable Displaced> released = new AtomicReference<>();
        changes.make(() -> {
            TopicEntry entry = topics.find(topic);
            if (entry != null && entry.isWanted()) {
                released.set(release(entry, cause));
            }
        });
        return released.get();
    }

    private Displaced release(TopicEntry entry, PubSubException cause) {
        SubscribeConnection present = reconciler.connection();
        if (entry.held == Held.YES && entry.lostBy == null && present != null) {
            entry.openGap(soundUntil.applyAsLong(present), cause);
        }
        Displaced displaced = Displaced.of(entry);
        entry.recipients = List.of();
        topics.mark(entry, Due.NO);
        if (entry.held == Held.YES && present != null) {
            reconciler.unsubscribe(present, entry, () -> {});
        } else if (entry.held == Held.NO) {
            topics.drop(entry);
        }
        return displaced;
    }

    /** Takes over a topic from another subscriber, and with it the gap that is open. */
    void adopt(Displaced displaced) {
        changes.make(() -> {
            TopicEntry entry = topics.findOrAdd(displaced.topic());
            displaced.recipients().forEach(entry::add);
            if (displaced.lostBy() != null && entry.lostBy == null) {
                entry.lostBy = displaced.lostBy();
                entry.lostNanos = displaced.lostNanos();
                topics.mark(entry, Due.YES);
            }
            if (entry.held == Held.YES) {
                confirmed.accept(entry);
            } else {
                reconciler.want(entry);
            }
        });
    }
}
