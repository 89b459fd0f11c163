package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Lease;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lease of a connection that nobody else has meanwhile. */
@SuppressWarnings("rawtypes") // a field updater takes a class without type arguments
final class ExclusiveLease<C extends Connection> implements Lease<C> {
    private static final AtomicIntegerFieldUpdater<ExclusiveLease> RETURNED =
            AtomicIntegerFieldUpdater.newUpdater(ExclusiveLease.class, "returned");

    private final PooledConnection<C> pooled;
    private final C connection;
    private final Consumer<PooledConnection<C>> giveBack;
    private final LeakWatch.@Nullable Watched watched;

    /** 1 once it is closed. */
    @SuppressWarnings("unused") // by RETURNED
    private volatile int returned;

    ExclusiveLease(
            PooledConnection<C> pooled, Consumer<PooledConnection<C>> giveBack, LeakWatch.@Nullable Watched watched) {
        this.pooled = pooled;
        this.connection = pooled.connection();
        this.giveBack = giveBack;
        this.watched = watched;
    }

    @Override
    public C connection() {
        return connection;
    }

    @Override
    public void close() {
        if (RETURNED.compareAndSet(this, 0, 1)) {
            if (watched != null) {
                watched.returned();
            }
            giveBack.accept(pooled);
        }
    }
}
