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
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
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
    private final Set<C> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<C> outdated = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Waiter<C>> waiters = new ArrayDeque<>();
    private int connecting;
    private int failures;
    private long opened;
    private long reused;
    private long waited;
    private @Nullable PubSubException lastFailure;
    private @Nullable Object backingOff;
    private int refreshes;
    private boolean closed;

    ExclusivePool(PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer) {
        this.options = options;
        this.factory = factory;
        this.timer = timer;
        this.backoff = new Backoff(options.minBackoff(), options.maxBackoff());
        grow();
    }

    @Override
    public @Nullable Lease<C> tryLease(int stripe) {
        synchronized (this) {
            C connection = waiters.isEmpty() ? takeIdle() : null;
            if (connection == null) {
                return null;
            }
            reused++;
            return new ExclusiveLease(connection);
        }
    }

    @Override
    public CompletionStage<Lease<C>> lease(int stripe, Duration timeout) {
        Waiter<C> waiter = new Waiter<>();
        Lease<C> now;
        boolean ended;
        synchronized (this) {
            ended = closed;
            now = ended ? null : tryLease(stripe);
            if (now == null && !ended) {
                waited++;
                waiters.add(waiter);
            }
        }
        if (ended) {
            waiter.completeExceptionally(Waiter.closed(options.name()));
        } else if (now != null) {
            waiter.complete(now);
        } else {
            waiter.expire(timeout, timer, this::forget, this::exhausted);
            grow();
        }
        return waiter;
    }

    /** Takes an open connection; those found closed leave the pool. Under the lock. */
    private @Nullable C takeIdle() {
        for (C connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            if (connection.isOpen()) {
                return connection;
            }
            remove(connection);
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

    /** Opens connections for those who wait and have none coming, unless a failure is being waited out. */
    private void grow() {
        int missing;
        int refreshed;
        synchronized (this) {
            int wanted = Math.max(waiters.size(), options.minIdle() - open.size()) - connecting;
            int room = options.max() - open.size() - connecting;
            missing = closed || backingOff != null ? 0 : Math.max(0, Math.min(wanted, room));
            connecting += missing;
            refreshed = refreshes;
        }
        for (int i = 0; i < missing; i++) {
            connect(refreshed);
        }
    }

    private void connect(int refreshed) {
        Watch watch = new Watch();
        Link.connect(factory, watch).whenComplete((connection, failure) -> {
            if (failure == null) {
                connected(connection, watch, refreshed);
            } else {
                connectFailed(Link.unwrap(failure), refreshed);
            }
        });
    }

    private void connected(C connection, Watch watch, int refreshed) {
        boolean keep;
        synchronized (this) {
            keep = !closed && connection.isOpen();
            if (keep) {
                connecting--;
                lastFailure = null;
                opened++;
                open.add(connection);
                if (refreshed != refreshes) {
                    outdated.add(connection);
                }
            }
        }
        if (keep) {
            watch.begin(connection);
            giveBack(connection);
        } else {
            connection.close();
            connectFailed(
                    new PubSubException(ErrorCode.CONNECTION_LOST, "the connection was lost as soon as it was made"),
                    refreshed);
        }
    }

    /** Waits before the next attempts, unless this one began before the refresh. */
    private void connectFailed(PubSubException cause, int refreshed) {
        boolean outdatedAttempt;
        synchronized (this) {
            connecting--;
            lastFailure = cause;
            outdatedAttempt = refreshed != refreshes;
        }
        if (outdatedAttempt) {
            grow();
        } else {
            backOff();
        }
    }

    /** Waits before the next attempts; what fails meanwhile belongs to the same failure. */
    private void backOff() {
        Duration wait;
        Object token = new Object();
        synchronized (this) {
            if (backingOff != null || closed) {
                return;
            }
            backingOff = token;
            wait = backoff.afterFailures(++failures);
        }
        Runnable resume = () -> {
            synchronized (this) {
                backingOff = backingOff == token ? null : backingOff;
            }
            grow();
        };
        if (Later.schedule(timer, wait, resume) == null) {
            close();
        }
    }

    private void giveBack(C connection) {
        while (true) {
            Waiter<C> next;
            synchronized (this) {
                if (!open.contains(connection)) {
                    return;
                }
                if (outdated.contains(connection)) {
                    break;
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
        connection.close();
        discard(connection);
    }

    private void discard(C connection) {
        synchronized (this) {
            remove(connection);
            idle.remove(connection);
        }
        grow();
    }

    /** Under the lock. */
    private void remove(C connection) {
        open.remove(connection);
        outdated.remove(connection);
    }

    @Override
    public void refresh() {
        List<C> replaced;
        synchronized (this) {
            refreshes++;
            failures = 0;
            backingOff = null;
            outdated.addAll(open);
            replaced = new ArrayList<>(idle);
            idle.clear();
            replaced.forEach(this::remove);
        }
        replaced.forEach(Connection::close);
        grow();
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
            outdated.clear();
            idle.clear();
            waiters.clear();
        }
        connections.forEach(Connection::close);
        left.forEach(waiter -> waiter.completeExceptionally(Waiter.closed(options.name())));
    }

    /** Takes a lost connection out of the pool, also one that is lost before it gets in. */
    private final class Watch implements ConnectionListener {
        private final long startNanos = System.nanoTime();
        private @Nullable C connection;
        private @Nullable PubSubException loss;

        void begin(C watched) {
            PubSubException cause;
            synchronized (this) {
                connection = watched;
                cause = loss;
            }
            if (cause != null) {
                lost(watched, cause);
            }
        }

        @Override
        public void onLost(PubSubException cause) {
            C watched;
            synchronized (this) {
                loss = cause;
                watched = connection;
            }
            if (watched != null) {
                lost(watched, cause);
            }
        }

        /** A connection that is lost soon after it was made counts as a failure to connect. */
        private void lost(C watched, PubSubException cause) {
            boolean lived =
                    System.nanoTime() - startNanos > options.maxBackoff().toNanos();
            synchronized (ExclusivePool.this) {
                lastFailure = cause;
                failures = lived ? 0 : failures;
            }
            if (!lived) {
                backOff();
            }
            discard(watched);
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
                synchronized (ExclusivePool.this) {
                    failures = 0;
                }
                giveBack(connection);
            } else {
                discard(connection);
            }
        }
    }
}
