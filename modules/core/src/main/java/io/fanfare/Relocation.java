package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;

/**
 * Another node is the primary of a shard.
 *
 * @param shard the shard
 * @param from the primary before
 * @param to the primary now
 * @param soundNanos the {@link System#nanoTime()} at which the one before was last known to be the primary
 */
record Relocation(Shard shard, Node from, Node to, long soundNanos) {
    /** Returns why what is open to the primary before is given up. */
    PubSubException cause() {
        return new PubSubException(
                ErrorCode.DEMOTED, to + " is the primary now in place of " + from + "; its connections are replaced");
    }
}
