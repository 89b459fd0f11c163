package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.Node;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PublishConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Publishers over a given pool to a single node. */
final class OneShard {
    private OneShard() {}

    static Publisher publisher(
            ConnectionPool<PublishConnection> pool,
            Completions completions,
            PubSubObserver observer,
            PublishOptions options,
            StateTracker states,
            ScheduledExecutorService timer) {
        Topology topology = Topology.of(Node.of("h", 1), timer);
        ConnectionPool<CommandConnection> commands = new ExclusivePoolProvider()
                .open(
                        new PoolOptions("commands", 1, 0, Duration.ofMillis(1), Duration.ofMillis(1)),
                        listener -> CompletableFuture.failedFuture(new AssertionError("asks for no command")),
                        timer);
        Routes routes = new Routes(
                topology.layout(),
                new HashSlot(null),
                shard -> new ShardPools(
                        shard, pool, commands, new Reachability(shard, states, new PublishOutage(shard, 1, true))),
                timer,
                Duration.ZERO);
        return new Publisher(routes, topology, completions, observer, options, true);
    }
}
