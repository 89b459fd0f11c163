package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PoolStats;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Connections that serve one lease at a time; the one used last is lent first. Everything is guarded by this object's
 * lock.
 */
final class ExclusivePool<C extends Connection> implements ConnectionPool<C> {
    private final PoolOptions options;
    private final ConnectionFactory<C> factory;
    private final ScheduledExecutorService timer;
    private final Backoff backoff;
    private final Deque<C> idle = new ArrayDeque<>();
    private final Set<C> open = new HashSet<>();
    private final Deque<Waiter<C>> waiters = new ArrayDeque<>();
    private int connecting;
    private int failures;
    private long opened;
    private long reused;
    private long waited;
    private @Nullable PubSubException lastFailure;
    private boolean closed;

    ExclusivePool(PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer) {
        this.options = options;
        this.factory = factory;
        this.timer = timer;
        this.backoff = new Backoff(options.minBackoff(), options.maxBackoff());
        for (int i = 0; i < options.minIdle(); i++) {
            synchronized (this) {
                connecting++;
            }
            connect();
        }
    }

    @Override
    public synchronized @Nullable Lease<C> tryLease(int stripe) {
        C connection = waiters.isEmpty() ? takeIdle() : null;
        if (connection == null) {
            return null;
        }
        reused++;
        return new ExclusiveLease(connection);
    }

    @Override
    public CompletionStage<Lease<C>> lease(int stripe, Duration timeout) {
        Waiter<C> waiter = new Waiter<>();
        Lease<C> now;
        boolean grow = false;
        synchronized (this) {
            if (closed) {
                waiter.completeExceptionally(Waiter.closed(options.name()));
                return waiter;
            }
            now = tryLease(stripe);
            if (now == null) {
                waited++;
                waiters.add(waiter);
                grow = connecting < waiters.size() && open.size() + connecting < options.max();
                connecting += grow ? 1 : 0;
            }
        }
        if (now != null) {
            waiter.complete(now);
            return waiter;
        }
        if (grow) {
            connect();
        }
        waiter.expire(timeout, timer, this::forget, this::exhausted);
        return waiter;
    }

    private @Nullable C takeIdle() {
        for (C connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            if (connection.isOpen()) {
                return connection;
            }
        }
        return null;
    }

    private synchronized void forget(Waiter<C> waiter) {
        waiters.remove(waiter);
    }

    private synchronized PubSubException exhausted(Duration elapsed) {
        return new PubSubException(
                ErrorCode.POOL_EXHAUSTED,
                "no connection of pool " + options.name() + " was free within " + elapsed.toMillis() + " ms (" + stats()
                        + ")"
                        + (lastFailure == null
                                ? ""
                                : "; the last attempt to connect failed: " + lastFailure.getMessage()),
                lastFailure);
    }

    private void connect() {
        Loss loss = new Loss();
        factory.connect(loss).whenComplete((connection, failure) -> {
            if (failure == null) {
                connected(connection, loss);
            } else {
                failed(Link.unwrap(failure));
            }
        });
    }

    private void connected(C connection, Loss loss) {
        boolean keep;
        synchronized (this) {
            connecting--;
            keep = !closed && connection.isOpen();
            if (keep) {
                failures = 0;
                lastFailure = null;
                opened++;
                open.add(connection);
            }
        }
        if (keep) {
            loss.watch(connection);
            giveBack(connection);
        } else {
            connection.close();
            refill();
        }
    }

    private void failed(PubSubException cause) {
        Duration wait;
        synchronized (this) {
            connecting--;
            lastFailure = cause;
            wait = backoff.afterFailures(++failures);
        }
        if (Later.schedule(timer, wait, this::refill) == null) {
            close();
        }
    }

    /** Opens connections for those who wait and have none coming. */
    private void refill() {
        int missing;
        synchronized (this) {
            int wanted = Math.max(waiters.size(), options.minIdle() - open.size());
            missing = closed ? 0 : Math.min(wanted - connecting, options.max() - open.size() - connecting);
            missing = Math.max(0, missing);
            connecting += missing;
        }
        for (int i = 0; i < missing; i++) {
            connect();
        }
    }

    private void giveBack(C connection) {
        while (true) {
            Waiter<C> next;
            synchronized (this) {
                if (!open.contains(connection)) {
                    return;
                }
                next = waiters.pollFirst();
                if (next == null) {
                    idle.addFirst(connection);
                    return;
                }
            }
            if (next.complete(new ExclusiveLease(connection))) {
                return;
            }
        }
    }

    private void discard(C connection) {
        synchronized (this) {
            open.remove(connection);
            idle.remove(connection);
        }
        refill();
    }

    @Override
    public synchronized PoolStats stats() {
        long leased = open.size() - (long) idle.size();
        return new PoolStats(options.max(), open.size(), idle.size(), leased, waiters.size(), opened, reused, waited);
    }

    @Override
    public void close() {
        List<C> connections;
        List<Waiter<C>> left;
        synchronized (this) {
            closed = true;
            connections = new ArrayList<>(open);
            left = new ArrayList<>(waiters);
            open.clear();
            idle.clear();
            waiters.clear();
        }
        connections.forEach(Connection::close);
        left.forEach(waiter -> waiter.completeExceptionally(Waiter.closed(options.name())));
    }

    /** Takes a lost connection out of the pool, also one that is lost before it gets in. */
    private final class Loss implements ConnectionListener {
        private @Nullable C connection;
        private boolean lost;

        void watch(C watched) {
            boolean gone;
            synchronized (this) {
                connection = watched;
                gone = lost;
            }
            if (gone) {
                discard(watched);
            }
        }

        @Override
        public void onLost(PubSubException cause) {
            C gone;
            synchronized (this) {
                lost = true;
                gone = connection;
            }
            if (gone != null) {
                discard(gone);
            }
        }
    }

    private final class ExclusiveLease implements Lease<C> {
        private final C connection;
        private final AtomicBoolean returned = new AtomicBoolean();

        ExclusiveLease(C connection) {
            this.connection = connection;
        }

        @Override
        public C connection() {
            return connection;
        }

        @Override
        public void close() {
            if (!returned.compareAndSet(false, true)) {
                return;
            }
            if (connection.isOpen()) {
                giveBack(connection);
            } else {
                discard(connection);
            }
        }
    }
}
