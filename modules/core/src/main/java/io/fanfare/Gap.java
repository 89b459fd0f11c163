package io.fanfare;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.time.Instant;

/**
 * A time in which messages may have been lost: Redis Pub/Sub keeps nothing for a subscriber that is away. With
 * {@code fanfare.envelope} on, a hole in the sequence of a publisher that no lost connection explains is one too, of
 * cause {@link io.fanfare.spi.ErrorCode#SEQUENCE_GAP}.
 *
 * @param topic the topic whose messages may be missing
 * @param start up to when everything is known to have arrived: that bytes arrive does not tell, since the connection
 *     may have lagged behind; an answered {@code PING} does, see {@code fanfare.gap.precision}
 * @param end when the server confirmed the subscription again, or the first message after a hole arrived
 * @param cause how the connection ended, or how many messages are missing
 */
public record Gap(Topic topic, Instant start, Instant end, PubSubException cause) {
    /** Returns how long the gap lasted. */
    public Duration duration() {
        return Duration.between(start, end);
    }
}
