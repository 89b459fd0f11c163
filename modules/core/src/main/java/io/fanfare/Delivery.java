package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Topic;

/**
 * A decoded message with where it came from.
 *
 * @param topic the subscription that matched
 * @param channel the channel it was published to; differs from the topic's name only for a pattern
 * @param value the decoded payload
 * @param <T> the type of the value
 */
public record Delivery<T>(Topic topic, Destination channel, T value) {}
