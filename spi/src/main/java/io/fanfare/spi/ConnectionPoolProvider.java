package io.fanfare.spi;

import java.util.concurrent.ScheduledExecutorService;

/** A way to lend connections, found as a service and chosen by its {@link #id()}. */
public interface ConnectionPoolProvider extends Provider {
    /**
     * Opens a pool and begins to open its first connections.
     *
     * @param options its bounds
     * @param factory opens a connection
     * @param timer runs the pool's timeouts and attempts to connect; closing the pool leaves it running
     */
    <C extends Connection> ConnectionPool<C> open(
            PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer);
}
