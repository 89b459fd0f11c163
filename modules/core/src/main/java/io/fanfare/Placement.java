package io.fanfare;

import io.fanfare.spi.Name;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Says at which shard a topic is subscribed to. A shard channel is where its hash slot is. Classic channels and
 * patterns may be anywhere, since a cluster carries each message to all of its nodes: they are spread over the shards
 * by the hash slots of their names, where publishers of the same name go too, and stay where they are while that shard
 * exists.
 */
final class Placement {
    private static final byte[] KEYSPACE = "__key".getBytes(StandardCharsets.US_ASCII);

    private final HashSlot slots;

    Placement(HashSlot slots) {
        this.slots = slots;
    }

    /**
     * Tells whether every shard sends messages of its own for a topic: for keyspace notifications, whose channels and
     * patterns begin with {@code __key}.
     */
    static boolean isEverywhere(Topic topic) {
        Name name = topic.name();
        if (topic instanceof ShardChannel || name.length() < KEYSPACE.length) {
            return false;
        }
        for (int i = 0; i < KEYSPACE.length; i++) {
            if (name.byteAt(i) != KEYSPACE[i]) {
                return false;
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
