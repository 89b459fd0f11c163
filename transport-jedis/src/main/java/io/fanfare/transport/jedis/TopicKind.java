package io.fanfare.transport.jedis;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;

/** The kinds of topics, with the commands that concern them. */
enum TopicKind {
    CHANNEL("SUBSCRIBE", "UNSUBSCRIBE"),
    PATTERN("PSUBSCRIBE", "PUNSUBSCRIBE"),
    SHARD_CHANNEL("SSUBSCRIBE", "SUNSUBSCRIBE");

    private final String subscribe;
    private final String unsubscribe;

    TopicKind(String subscribe, String unsubscribe) {
        this.subscribe = subscribe;
        this.unsubscribe = unsubscribe;
    }

    static TopicKind of(Topic topic) {
        if (topic instanceof Channel) {
            return CHANNEL;
        }
        return topic instanceof Pattern ? PATTERN : SHARD_CHANNEL;
    }

    /** Returns the command; the frame that confirms it begins with the same word in lower case. */
    String subscribe() {
        return subscribe;
    }

    /** Returns the command; the frame that confirms it begins with the same word in lower case. */
    String unsubscribe() {
        return unsubscribe;
    }

    Topic topic(Name name) {
        return this == PATTERN ? new Pattern(name) : destination(name);
    }

    /** Returns the channel of a message that this kind of topic brought. */
    Destination destination(Name name) {
        return this == SHARD_CHANNEL ? new ShardChannel(name) : new Channel(name);
    }
}
