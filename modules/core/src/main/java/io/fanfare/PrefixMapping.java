package io.fanfare;

import java.util.Objects;

/** Puts a prefix before the names of events; in a pattern it stands literally. */
record PrefixMapping(String prefix) implements ChannelMapping {
    PrefixMapping {
        Objects.requireNonNull(prefix, "prefix");
    }

    @Override
    public String channel(String event) {
        return prefix + event;
    }

    @Override
    public String event(String channel) {
        return channel.startsWith(prefix) ? channel.substring(prefix.length()) : channel;
    }

    @Override
    public String pattern(String events) {
        return prefix.replaceAll("[*?\\[\\\\]", "\\\\$0") + events;
    }
}
