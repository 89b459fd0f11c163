package io.fanfare;

/**
 * An event of an {@link EventBus}.
 *
 * @param name its name, without what the {@link ChannelMapping} adds
 * @param value what it carries
 * @param <T> the type of the value
 */
public record Event<T>(String name, T value) {}
