package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.PubSubException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an exclusive pool with its times, from the attempt to make it on. Its pool hears of its loss once it
 * has it. The times are guarded by the pool's lock.
 */
final class PooledConnection<C extends Connection> implements ConnectionListener {
    private final BiConsumer<PooledConnection<C>, PubSubException> lost;
    private final int generation;
    private final long lifetimeNanos;
    private @Nullable C connection;
    private @Nullable PubSubException loss;
    private boolean watched;
    private long madeNanos;
    private long idleSinceNanos;

    /**
     * Begins an attempt.
     *
     * @param generation how often what is connected to had changed
     * @param lifetimeNanos how long the connection is to be used
     */
    PooledConnection(BiConsumer<PooledConnection<C>, PubSubException> lost, int generation, long lifetimeNanos) {
        this.lost = lost;
        this.generation = generation;
        this.lifetimeNanos = lifetimeNanos;
    }

    /** Notes the connection that was made. */
    synchronized void made(C opened, long now) {
        connection = opened;
        madeNanos = now;
    }

    /** Tells the pool of the loss from now on, also of one that has happened. */
    void watch() {
        PubSubException cause;
        synchronized (this) {
            watched = true;
            cause = loss;
        }
        if (cause != null) {
            lost.accept(this, cause);
        }
    }

    @Override
    public void onLost(PubSubException cause) {
        boolean tell;
        synchronized (this) {
            loss = cause;
            tell = watched;
        }
        if (tell) {
            lost.accept(this, cause);
        }
    }

    synchronized C connection() {
        return Objects.requireNonNull(connection);
    }

    int generation() {
        return generation;
    }

    synchronized long ageNanos(long now) {
        return now - madeNanos;
    }

    boolean hasOutlived(long now) {
        return ageNanos(now) >= lifetimeNanos;
    }

    void idleFrom(long now) {
        idleSinceNanos = now;
    }

    long idleNanos(long now) {
        return now - idleSinceNanos;
    }
}
