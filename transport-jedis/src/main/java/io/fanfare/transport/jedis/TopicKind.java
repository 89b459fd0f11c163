package io.fanfare.transport.jedis;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.util.Locale;

/** The kinds of topics, with the commands that concern them. */
enum TopicKind {
    CHANNEL("SUBSCRIBE", "UNSUBSCRIBE"),
    PATTERN("PSUBSCRIBE", "PUNSUBSCRIBE"),
    SHARD_CHANNEL("SSUBSCRIBE", "SUNSUBSCRIBE");

    private final Verb subscribe;
    private final Verb unsubscribe;

    TopicKind(String subscribe, String unsubscribe) {
        this.subscribe = new Verb(subscribe);
        this.unsubscribe = new Verb(unsubscribe);
    }

    static TopicKind of(Topic topic) {
        if (topic instanceof Channel) {
            return CHANNEL;
        }
        return topic instanceof Pattern ? PATTERN : SHARD_CHANNEL;
    }

    Verb subscribe() {
        return subscribe;
    }

    Verb unsubscribe() {
        return unsubscribe;
    }

    Topic topic(Name name) {
        return this == PATTERN ? new Pattern(name) : destination(name);
    }

    /** Returns the channel of a message that this kind of topic brought. */
    Destination destination(Name name) {
        return this == SHARD_CHANNEL ? new ShardChannel(name) : new Channel(name);
    }

    /** A command that changes the subscription of one topic. */
    static final class Verb {
        private final String command;
        private final String acknowledgement;
        private final byte[] head;

        private Verb(String command) {
            this.command = command;
            this.acknowledgement = command.toLowerCase(Locale.ROOT);
            this.head = CommandBuffer.head(2, command);
        }

        String command() {
            return command;
        }

        /** Returns the first part of the frame that confirms it. */
        String acknowledgement() {
            return acknowledgement;
        }

        /** Returns the bytes with which the command begins. */
        byte[] head() {
            return head;
        }
    }
}
