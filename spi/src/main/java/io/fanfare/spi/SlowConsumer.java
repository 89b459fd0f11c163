package io.fanfare.spi;

import java.time.Instant;

/**
 * An episode in which a subscription's handler was slower than its topic: from the first message that was dropped, or
 * the moment at which the queue was 80 % full, until it was at most half full again or closed.
 *
 * @param topic the topic of the subscription
 * @param start when the episode began
 * @param end when it was over
 * @param worstMessages the most messages that waited
 * @param worstBytes the most bytes of payload that waited
 * @param dropped the messages dropped in the episode
 */
public record SlowConsumer(Topic topic, Instant start, Instant end, int worstMessages, long worstBytes, long dropped) {}
