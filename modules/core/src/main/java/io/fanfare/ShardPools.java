package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.PublishConnection;
import java.util.List;

/**
 * What is open to one shard, but for subscriptions.
 *
 * @param shard the shard
 * @param publishing the connections that publish
 * @param commands the connections that ask
 * @param reachability whether there is a connection that publishes
 */
record ShardPools(
        Shard shard,
        ConnectionPool<PublishConnection> publishing,
        ConnectionPool<CommandConnection> commands,
        Reachability reachability)
        implements AutoCloseable {
    /** Leaves the primary before, once what is open to it has been given up. */
    void relocated() {
        publishing.refresh();
        commands.refresh();
    }

    @Override
    public void close() {
        Closing.all(List.of(publishing, commands, reachability));
    }
}
