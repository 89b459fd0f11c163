package io.fanfare.transport.lettuce;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.nio.ByteBuffer;

/** What the first word of a push, or of an array under RESP2, says. */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are written once and never handed out
enum PushKind {
    MESSAGE,
    PMESSAGE,
    SMESSAGE,
    SUBSCRIBE,
    PSUBSCRIBE,
    SSUBSCRIBE,
    UNSUBSCRIBE,
    PUNSUBSCRIBE,
    SUNSUBSCRIBE,
    PONG,
    /** A push that has nothing to do with Pub/Sub. */
    OTHER;

    /** The head of the command with this name and one argument. */
    final byte[] command = RespWriter.ascii("*2\r\n$" + name().length() + "\r\n" + name() + "\r\n");

    private final byte[] word = RespWriter.ascii(name().toLowerCase(java.util.Locale.ROOT));

    /** Returns the kind that a word names. */
    static PushKind of(ByteBuffer word) {
        return switch (word.remaining()) {
            case 4 -> PONG.or(word);
            case 7 -> MESSAGE.or(word);
            case 8 -> starts(word, 'p') ? PMESSAGE.or(word) : SMESSAGE.or(word);
            case 9 -> SUBSCRIBE.or(word);
            case 10 -> starts(word, 'p') ? PSUBSCRIBE.or(word) : SSUBSCRIBE.or(word);
            case 11 -> UNSUBSCRIBE.or(word);
            case 12 -> starts(word, 'p') ? PUNSUBSCRIBE.or(word) : SUNSUBSCRIBE.or(word);
            default -> OTHER;
        };
    }

    /** Returns the kind that confirms a subscription to a topic. */
    static PushKind subscribing(Topic topic) {
        if (topic instanceof Channel) {
            return SUBSCRIBE;
        }
        return topic instanceof Pattern ? PSUBSCRIBE : SSUBSCRIBE;
    }

    /** Returns the kind that confirms the end of a subscription to a topic. */
    static PushKind unsubscribing(Topic topic) {
        if (topic instanceof ShardChannel) {
            return SUNSUBSCRIBE;
        }
        return topic instanceof Pattern ? PUNSUBSCRIBE : UNSUBSCRIBE;
    }

    private static boolean starts(ByteBuffer word, char first) {
        return word.get(word.position()) == first;
    }

    private PushKind or(ByteBuffer text) {
        int start = text.position();
        for (int i = 0; i < word.length; i++) {
            if (text.get(start + i) != word[i]) {
                return OTHER;
            }
        }
        return this;
    }
}
