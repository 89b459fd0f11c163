package io.fanfare;

import io.fanfare.spi.Node;
import org.jspecify.annotations.Nullable;

/**
 * A part of a deployment that one primary serves at a time: a single server, what Sentinels watch, or a shard of a
 * cluster. It outlives its primary: after a failover, another node is the primary of the same shard. Thread-safe.
 */
final class Shard {
    private final String deployment;
    private volatile @Nullable Node primary;
    private volatile @Nullable Node former;
    private volatile int slots;
    private volatile long namedNanos = System.nanoTime();

    /** Creates a shard whose primary is not known; {@code deployment} stands for it in messages until then. */
    Shard(String deployment) {
        this.deployment = deployment;
    }

    /** Returns the primary; null until the first is found. */
    @Nullable
    Node primary() {
        return primary;
    }

    boolean isServedBy(Node node) {
        return node.equals(primary);
    }

    /** Tells whether a node was the primary before the present one. */
    boolean wasServedBy(Node node) {
        return node.equals(former) && !isServedBy(node);
    }

    /** Notes what a discovery found that began at a {@link System#nanoTime()}. */
    void found(Primary now, long nanos) {
        slots = now.slots().cardinality();
        if (!isServedBy(now.node())) {
            former = primary;
            primary = now.node();
        }
        namedNanos = nanos;
    }

    /** Returns how many hash slots it serves; 0 outside of a cluster. */
    int slots() {
        return slots;
    }

    /** Returns the {@link System#nanoTime()} at which the primary was last known to be that. */
    long namedNanos() {
        return namedNanos;
    }

    /** Returns the primary, or what is being searched for it. */
    @Override
    public String toString() {
        Node known = primary;
        return known == null ? deployment : known.toString();
    }
}
