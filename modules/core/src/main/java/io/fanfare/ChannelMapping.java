package io.fanfare;

/**
 * Which channel carries which event of an {@link EventBus}. Implementations are thread-safe, and {@link #event} undoes
 * {@link #channel}. What {@link FanfareBuilder#channelPrefix} says comes before all of it.
 */
public interface ChannelMapping {
    /** Returns the channel of an event. */
    String channel(String event);

    /** Returns the event that {@link #channel} maps to a channel. */
    String event(String channel);

    /**
     * Returns the Redis pattern of the channels of events.
     *
     * @param events a pattern of event names, such as {@code order.*}
     */
    String pattern(String events);

    /** Returns the mapping of each event to the channel of its name. */
    static ChannelMapping plain() {
        return prefix("");
    }

    /** Returns the mapping of each event to the channel of its name after a prefix, such as {@code broadcast:}. */
    static ChannelMapping prefix(String prefix) {
        return new PrefixMapping(prefix);
    }
}
