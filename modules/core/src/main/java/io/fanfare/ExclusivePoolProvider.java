package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ConnectionPoolProvider;
import io.fanfare.spi.PoolOptions;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The pool {@code exclusive}: a connection serves one lease at a time, and who has to wait is served in the order of
 * asking. Publishes through it may overtake each other.
 */
public final class ExclusivePoolProvider implements ConnectionPoolProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public ExclusivePoolProvider() {}

    @Override
    public String id() {
        return "exclusive";
    }

    @Override
    public <C extends Connection> ConnectionPool<C> open(
            PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer) {
        return new ExclusivePool<>(options, factory, timer);
    }
}
