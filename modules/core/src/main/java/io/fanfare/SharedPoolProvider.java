package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ConnectionPoolProvider;
import io.fanfare.spi.PoolOptions;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The pool {@code shared}: a fixed number of connections, each of which serves any number of leases at a time. Equal
 * stripes get the same connection, so that what is published to one channel keeps its order.
 */
public final class SharedPoolProvider implements ConnectionPoolProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public SharedPoolProvider() {}

    @Override
    public String id() {
        return "shared";
    }

    @Override
    public <C extends Connection> ConnectionPool<C> open(
            PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer) {
        return new SharedPool<>(options, factory, timer);
    }
}
