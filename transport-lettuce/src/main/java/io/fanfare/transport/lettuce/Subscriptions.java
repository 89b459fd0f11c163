package io.fanfare.transport.lettuce;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicTable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The confirmed subscriptions of one connection, and the names of the push that is being read. Messages carry the topic
 * objects that were subscribed to. Event loop only.
 */
final class Subscriptions {
    /** A power of two. */
    private static final int RECENT = 256;

    private final TopicTable<Channel> channels = new TopicTable<>();
    private final TopicTable<Pattern> patterns = new TopicTable<>();
    private final TopicTable<ShardChannel> shardChannels = new TopicTable<>();

    /** Channels that patterns matched, by hash of the name. */
    private final @Nullable Channel[] recent = new Channel[RECENT];

    private byte[] name = new byte[256];
    private int length;
    private @Nullable Topic topic;
    private @Nullable Destination channel;

    /** Tells whether nothing is subscribed to. */
    boolean isEmpty() {
        return channels.size() + patterns.size() + shardChannels.size() == 0;
    }

    /** Takes the second word of a push: a channel or a pattern. */
    void select(PushKind kind, ByteBuffer bytes) {
        read(bytes);
        switch (kind) {
            case MESSAGE -> topic = channels.find(name, 0, length);
            case PMESSAGE -> topic = patterns.find(name, 0, length);
            case SMESSAGE -> topic = shardChannels.find(name, 0, length);
            default -> topic = null;
        }
        if (topic == null) {
            topic = unknown(kind);
        }
        channel = topic instanceof Destination destination ? destination : null;
    }

    /** Takes the channel of a pattern's message. */
    void selectChannel(ByteBuffer bytes) {
        read(bytes);
        int hash = Name.hash(name, 0, length);
        int slot = (hash ^ (hash >>> 16)) & (RECENT - 1);
        Channel known = recent[slot];
        if (known == null || !known.name().contentEquals(name, 0, length)) {
            known = channels.find(name, 0, length);
            if (known == null) {
                known = new Channel(Name.of(name, 0, length));
            }
            recent[slot] = known;
        }
        channel = known;
    }

    /** Returns the message of what was selected; null for a push that misses a word. */
    @Nullable
    Message message(Payload payload) {
        return topic == null || channel == null ? null : new Message(topic, channel, payload);
    }

    /** Tells whether the selected name is that of {@code other}. */
    boolean isSelected(Topic other) {
        return other.name().contentEquals(name, 0, length);
    }

    /** Returns the shard channel of the selected name that is subscribed to; null if there is none. */
    @Nullable
    ShardChannel selectedShardChannel() {
        return shardChannels.find(name, 0, length);
    }

    void add(Topic added) {
        if (added instanceof Channel plain) {
            channels.put(plain);
        } else if (added instanceof Pattern pattern) {
            patterns.put(pattern);
        } else if (added instanceof ShardChannel shard) {
            shardChannels.put(shard);
        }
    }

    void remove(Topic removed) {
        TopicTable<?> table =
                removed instanceof Channel ? channels : removed instanceof Pattern ? patterns : shardChannels;
        table.remove(removed.name());
    }

    /** A message of a topic that is not in the tables still reaches the listener. */
    private @Nullable Topic unknown(PushKind kind) {
        return switch (kind) {
            case MESSAGE -> new Channel(Name.of(name, 0, length));
            case PMESSAGE -> new Pattern(Name.of(name, 0, length));
            case SMESSAGE -> new ShardChannel(Name.of(name, 0, length));
            default -> null;
        };
    }

    private void read(ByteBuffer bytes) {
        length = bytes.remaining();
        if (length > name.length) {
            name = new byte[Math.max(length, 2 * name.length)];
        }
        bytes.get(name, 0, length);
    }
}
