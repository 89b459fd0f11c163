package io.fanfare;

import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says at which shard a topic is subscribed to. A shard channel is where its hash slot is. Classic channels and
 * patterns may be anywhere, since a cluster carries each message to all of its nodes: they are spread over the shards
 * by the hash slots of their names, where publishers of the same name go too, and stay where they are while that shard
 * exists.
 */
final class Placement {
    private static final List<Name> KEYSPACE = List.of(Name.of("__keyspace@"), Name.of("__keyevent@"));
    private static final int SHORTEST = "__key".length();
    private static final String GLOB = "*?[\\";

    private final HashSlot slots;

    Placement(HashSlot slots) {
        this.slots = slots;
    }

    /**
     * Tells whether every shard sends messages of its own for a topic: for keyspace notifications, whose channels begin
     * with {@code __keyspace@} or {@code __keyevent@}, and for patterns that match such channels and begin with
     * {@code __key}. They have no prefix on the wire, whatever the client's is.
     */
    static boolean isEverywhere(Topic topic) {
        return !(topic instanceof ShardChannel) && KEYSPACE.stream().anyMatch(start -> begins(topic, start));
    }

    private static boolean begins(Topic topic, Name start) {
        Name name = topic.name();
        for (int i = 0; i < start.length(); i++) {
            if (i == name.length()) {
                return false;
            }
            if (name.byteAt(i) != start.byteAt(i)) {
                return topic instanceof Pattern && i >= SHORTEST && GLOB.indexOf(name.byteAt(i)) >= 0;
            }
        }
        return true;
    }

    /** Returns the shard for a topic; {@code present} is where it is, null for nowhere. */
    Shard of(Topic topic, Layout layout, @Nullable Shard present) {
        if (present != null && !(topic instanceof ShardChannel) && layout.has(present)) {
            return present;
        }
        return layout.of(slots.of(topic.name()));
    }
}
