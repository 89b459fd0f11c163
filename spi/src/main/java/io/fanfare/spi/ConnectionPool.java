package io.fanfare.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections. It never lends one that it knows to be broken, never opens more than {@link PoolOptions#max()},
 * and replaces what is lost. Thread-safe; nothing here blocks.
 *
 * @param <C> the kind of connection
 */
public interface ConnectionPool<C extends Connection> extends AutoCloseable {
    /**
     * Returns a lease if one can be had now, else null.
     *
     * @param stripe any number; a pool whose connections serve several leases at a time gives equal numbers the same
     *     connection while that lives, others ignore it
     */
    @Nullable
    Lease<C> tryLease(int stripe);

    /**
     * Leases a connection as soon as one can be had. Those who wait with the same stripe are served in the order of
     * their calls, and before any {@link #tryLease} made after them.
     *
     * <p>The stage fails with {@link ErrorCode#POOL_EXHAUSTED} when the timeout is over, with the numbers of
     * {@link #stats()} and, if connecting failed, its last failure as cause; or with {@link ErrorCode#CLOSED}.
     *
     * @param stripe as for {@link #tryLease}
     * @param timeout how long to wait at most
     */
    CompletionStage<Lease<C>> lease(int stripe, Duration timeout);

    /**
     * What the factory connects to has changed: connections that were made before are replaced as they come back, and
     * an attempt to connect that is being waited for is made at once. A pool whose leases share connections keeps those
     * that are open. Does not block.
     */
    default void refresh() {}

    /** Returns the numbers of this moment. */
    PoolStats stats();

    /**
     * Closes all connections, also those on lease; who waits is told {@link ErrorCode#CLOSED}. A second call does
     * nothing.
     */
    @Override
    void close();
}
