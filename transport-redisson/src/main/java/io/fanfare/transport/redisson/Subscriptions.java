package io.fanfare.transport.redisson;

/** The topics that the server has confirmed to one connection. Used on the event loop only. */
final class Subscriptions {
    private final TopicTable channels = new TopicTable();
    private final TopicTable patterns = new TopicTable();
    private final TopicTable shardChannels = new TopicTable();

    TopicTable of(TopicKind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }
}
