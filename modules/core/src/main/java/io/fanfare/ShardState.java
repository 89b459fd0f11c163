package io.fanfare;

import io.fanfare.spi.Node;
import io.fanfare.spi.PoolStats;
import java.util.Optional;

/**
 * A shard of a deployment at one moment, and what a client has there.
 *
 * @param primary the node that serves it; empty as long as none was found
 * @param slots how many hash slots it serves; 0 outside of a cluster
 * @param topics how many topics this client has subscribed to there and the server has confirmed
 * @param publishPool the numbers of the pool that publishes there
 */
public record ShardState(Optional<Node> primary, int slots, int topics, PoolStats publishPool) {}
