package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns the topics that the application names into those on the wire, which begin with a prefix, and back. In a pattern
 * the prefix stands literally: its glob characters are escaped. Keyspace notifications, whose channels the server
 * names, have no prefix.
 *
 * <p>Topics used lately are remembered, a bounded number of them, so that a message to or from one of them creates
 * nothing. Thread-safe.
 */
final class ChannelPrefix {
    private static final int REMEMBERED = 1024;

    private final byte[] literal;
    private final byte[] escaped;
    private final @Nullable Pair[] onWire = new @Nullable Pair[REMEMBERED];
    private final @Nullable Pair[] given = new @Nullable Pair[REMEMBERED];

    /** Two names of one topic; its final fields make it safe to read from an array that is written without a lock. */
    private record Pair(Topic from, Topic to) {}

    ChannelPrefix(String prefix) {
        literal = prefix.getBytes(StandardCharsets.UTF_8);
        escaped = escaped(literal);
    }

    private static byte[] escaped(byte[] prefix) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : prefix) {
            if (b == '*' || b == '?' || b == '[' || b == '\\') {
                out.write('\\');
            }
            out.write(b);
        }
        return out.toByteArray();
    }

    /** Returns a pattern's or channel's name on the wire. */
    Topic onWire(Topic topic) {
        return topic instanceof Destination channel ? onWire(channel) : remembered(onWire, topic, true);
    }

    /** Returns a channel's name on the wire. */
    Destination onWire(Destination channel) {
        return (Destination) remembered(onWire, channel, true);
    }

    /** Returns what the application calls a topic of the wire. */
    Topic given(Topic topic) {
        return remembered(given, topic, false);
    }

    /** Returns what the application calls a channel of the wire. */
    Destination given(Destination channel) {
        return (Destination) remembered(given, channel, false);
    }

    private Topic remembered(@Nullable Pair[] pairs, Topic topic, boolean add) {
        int hash = topic.name().hashCode();
        int slot = (hash ^ (hash >>> 16)) & (REMEMBERED - 1);
        Pair pair = pairs[slot];
        if (pair == null || !pair.from().equals(topic)) {
            pair = new Pair(topic, add ? with(topic) : without(topic));
            pairs[slot] = pair;
        }
        return pair.to();
    }

    private Topic with(Topic topic) {
        if (Placement.isEverywhere(topic)) {
            return topic;
        }
        byte[] prefix = topic instanceof Pattern ? escaped : literal;
        byte[] all = new byte[prefix.length + topic.name().length()];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        topic.name().copyTo(all, prefix.length);
        return named(topic, Name.of(all));
    }

    /** Takes the prefix off; a topic that does not begin with it stays as it is. */
    private Topic without(Topic topic) {
        byte[] prefix = topic instanceof Pattern ? escaped : literal;
        byte[] all = topic.name().bytes();
        int rest = all.length - prefix.length;
        if (rest < 0 || !Arrays.equals(prefix, 0, prefix.length, all, 0, prefix.length)) {
            return topic;
        }
        return named(topic, Name.of(all, prefix.length, rest));
    }

    private static Topic named(Topic kind, Name name) {
        if (kind instanceof Pattern) {
            return new Pattern(name);
        }
        return kind instanceof ShardChannel ? new ShardChannel(name) : new Channel(name);
    }
}
