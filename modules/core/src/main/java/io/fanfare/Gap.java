package io.fanfare;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.time.Instant;

/**
 * A time in which messages may have been lost: Redis Pub/Sub keeps nothing for a subscriber that is away.
 *
 * @param topic the topic whose messages may be missing
 * @param start when bytes last arrived before the loss
 * @param end when the server confirmed the subscription again
 * @param cause how the connection ended
 */
public record Gap(Topic topic, Instant start, Instant end, PubSubException cause) {
    /** Returns how long the gap lasted. */
    public Duration duration() {
        return Duration.between(start, end);
    }
}
