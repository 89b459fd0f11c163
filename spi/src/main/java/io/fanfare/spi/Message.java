package io.fanfare.spi;

/**
 * A message as it arrived.
 *
 * @param topic the subscription that matched: the channel or shard channel itself, or the pattern
 * @param channel the channel or shard channel that it was published to; the same object as {@code topic} unless that is
 *     a pattern
 * @param payload the bytes
 */
public record Message(Topic topic, Destination channel, Payload payload) {}
