package io.fanfare.spi;

/** A way to lend connections, found as a service and chosen by its {@link #id()}. */
public interface ConnectionPoolProvider extends Provider {
    /**
     * Opens a pool and begins to open its first connections.
     *
     * @param options its bounds
     * @param factory opens a connection
     */
    <C extends Connection> ConnectionPool<C> open(PoolOptions options, ConnectionFactory<C> factory);
}
