package io.fanfare.transport.redisson;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The three families of subscription commands. */
@SuppressWarnings("ImmutableEnumChecker") // nobody writes to the arrays
enum TopicKind {
    /** {@code SUBSCRIBE}. */
    CHANNEL(""),
    /** {@code PSUBSCRIBE}. */
    PATTERN("P"),
    /** {@code SSUBSCRIBE}. */
    SHARD_CHANNEL("S");

    final String subscribe;
    final String unsubscribe;
    final byte[] subscribePrefix;
    final byte[] unsubscribePrefix;

    /** How the server begins a message. */
    final byte[] message;

    /** How the server confirms a subscription. */
    final byte[] subscribed;

    /** How the server confirms or declares the end of a subscription. */
    final byte[] unsubscribed;

    TopicKind(String letter) {
        subscribe = letter + "SUBSCRIBE";
        unsubscribe = letter + "UNSUBSCRIBE";
        subscribePrefix = CommandWriter.prefix(subscribe, 2);
        unsubscribePrefix = CommandWriter.prefix(unsubscribe, 2);
        message = lower(letter + "MESSAGE");
        subscribed = lower(subscribe);
        unsubscribed = lower(unsubscribe);
    }

    private static byte[] lower(String text) {
        return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    static TopicKind of(Topic topic) {
        return topic instanceof Channel ? CHANNEL : topic instanceof Pattern ? PATTERN : SHARD_CHANNEL;
    }
}
