package io.fanfare;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic on its way from one subscriber to another.
 *
 * @param topic the topic
 * @param recipients who wants it
 * @param lostBy why messages may be missing; null if nobody had the topic yet
 * @param lostNanos the {@link System#nanoTime()} from which on messages may be missing
 */
record Displaced(
        Topic topic, List<Recipient> recipients, @Nullable PubSubException lostBy, long lostNanos) {
    static Displaced of(TopicEntry entry) {
        return new Displaced(entry.topic, entry.recipients, entry.lostBy, entry.lostNanos);
    }
}
