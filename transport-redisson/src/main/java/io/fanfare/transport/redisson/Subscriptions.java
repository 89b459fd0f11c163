package io.fanfare.transport.redisson;

import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicTable;

/** The topics that the server has confirmed to one connection. Used on the event loop only. */
final class Subscriptions {
    private final TopicTable<Topic> channels = new TopicTable<>();
    private final TopicTable<Topic> patterns = new TopicTable<>();
    private final TopicTable<Topic> shardChannels = new TopicTable<>();

    TopicTable<Topic> of(TopicKind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }

    /** Tells whether there are none. */
    boolean isEmpty() {
        return channels.size() + patterns.size() + shardChannels.size() == 0;
    }
}
