package io.fanfare.spi;

/**
 * A channel of sharded Pub/Sub, which belongs to one hash slot of a Redis Cluster: {@code SPUBLISH} and
 * {@code SSUBSCRIBE}, Redis 7.0 or newer.
 *
 * @param name the shard channel's name
 */
public record ShardChannel(Name name) implements Destination {
    /** Returns the shard channel with the UTF-8 bytes of {@code name}. */
    public static ShardChannel of(String name) {
        return new ShardChannel(Name.of(name));
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
