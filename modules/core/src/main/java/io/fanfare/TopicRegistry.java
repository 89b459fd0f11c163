package io.fanfare;

import io.fanfare.TopicEntry.Due;
import io.fanfare.TopicEntry.Held;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one {@link Subscriber}: what is wanted, and what of that the server is known to hold. Changed under the
 * subscriber's lock; the thread that reads the connection finds topics without it.
 */
final class TopicRegistry {
    private final Map<Topic, TopicEntry> entries = new ConcurrentHashMap<>();
    private int due;
    private int refused;
    private long version;

    @Nullable
    TopicEntry find(Topic topic) {
        return entries.get(topic);
    }

    TopicEntry findOrAdd(Topic topic) {
        return entries.computeIfAbsent(topic, TopicEntry::new);
    }

    Collection<TopicEntry> all() {
        return entries.values();
    }

    /** Tells whether an entry has not been taken out. */
    boolean has(TopicEntry entry) {
        return entries.get(entry.topic) == entry;
    }

    /** Notes whether the client's state waits for a topic; it never waits for one that only the client itself wants. */
    void mark(TopicEntry entry, Due asked) {
        Due now = entry.isOwn() ? Due.NO : asked;
        due += (now == Due.YES ? 1 : 0) - (entry.due == Due.YES ? 1 : 0);
        refused += (now == Due.REFUSED ? 1 : 0) - (entry.due == Due.REFUSED ? 1 : 0);
        entry.due = now;
    }

    /** Notes what the connection holds of a topic. */
    void hold(TopicEntry entry, Held held) {
        entry.held = held;
        version++;
    }

    /** Takes out a topic that nobody wants. */
    void drop(TopicEntry entry) {
        mark(entry, Due.NO);
        entries.remove(entry.topic);
    }

    /** Returns how many topics the client's state waits for. */
    int due() {
        return due;
    }

    /** Returns how many topics the server refuses. */
    int refused() {
        return refused;
    }

    /** Returns how many topics the server holds as far as is known. */
    int held() {
        return count(entry -> entry.held != Held.NO);
    }

    /** Returns what the server must hold now; empty while answers are still to come. */
    Optional<Census> census() {
        if (count(entry -> entry.held == Held.SUBSCRIBING || entry.held == Held.UNSUBSCRIBING) > 0) {
            return Optional.empty();
        }
        int patterns = count(entry -> entry.held == Held.YES && entry.topic instanceof Pattern);
        int shardChannels = count(entry -> entry.held == Held.YES && entry.topic instanceof ShardChannel);
        return Optional.of(new Census(version, held() - patterns - shardChannels, patterns, shardChannels));
    }

    private int count(Predicate<TopicEntry> which) {
        return (int) entries.values().stream().filter(which).count();
    }

    /**
     * What a connection holds on the server.
     *
     * @param version differs if anything changed in between
     */
    record Census(long version, int channels, int patterns, int shardChannels) {}
}
