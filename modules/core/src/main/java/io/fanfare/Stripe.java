package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** One multiplexed connection of a shared pool, with those who wait for it. Thread-safe. */
final class Stripe<C extends Connection> implements Link.Events<C>, AutoCloseable {
    private final String pool;
    private final Link<C> link;
    private final HealthCheck<C> health = new HealthCheck<>();
    private final Deque<Waiter<C>> waiters = new ArrayDeque<>();
    private volatile @Nullable Lease<C> lease;
    private volatile @Nullable PubSubException lastFailure;
    private volatile long opened;
    private @Nullable C connection;
    private boolean handingOut;
    private boolean closed;

    Stripe(String pool, ConnectionFactory<C> factory, Backoff backoff, ScheduledExecutorService timer) {
        this.pool = pool;
        this.link = new Link<>(factory, backoff, timer, this);
    }

    void start() {
        link.start();
    }

    /** Makes an attempt to connect that is being waited for at once. */
    void hurry() {
        link.hurry();
    }

    /**
     * Looks whether the server answers, and gives the connection up if not; one with unanswered publishes is left to
     * those who watch their answers.
     */
    void check() {
        Lease<C> shared = lease;
        C open = shared == null ? null : shared.connection();
        if (open == null || !health.isSilent(open)) {
            return;
        }
        PubSubException silent = new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the connection to " + open.node() + " was given up: it has not answered a PING of pool " + pool
                        + " (fanfare.pool.validate-after)");
        if (!(open instanceof WatchedConnection watched)) {
            link.giveUp(open, silent, Duration.ZERO);
        } else if (watched.unanswered() == 0) {
            watched.giveUp(silent);
        }
    }

    /** Returns a lease of the open connection; null while there is none, or while earlier callers are being served. */
    @Nullable
    Lease<C> lease() {
        return lease;
    }

    /** Completes the waiter and returns true if there is a connection, else queues it. */
    boolean leaseOrWait(Waiter<C> waiter) {
        Lease<C> now;
        boolean ended;
        synchronized (waiters) {
            now = lease;
            ended = closed;
            if (now == null && !ended) {
                waiters.add(waiter);
                return false;
            }
        }
        if (now != null) {
            waiter.complete(now);
        } else {
            waiter.completeExceptionally(Waiter.closed(pool));
        }
        return now != null;
    }

    void forget(Waiter<C> waiter) {
        synchronized (waiters) {
            waiters.remove(waiter);
        }
    }

    @Override
    public void connected(C made) {
        synchronized (waiters) {
            if (closed) {
                return;
            }
            connection = made;
            opened++;
            if (handingOut) {
                return;
            }
            handingOut = true;
        }
        handOut();
    }

    /** Serves those who wait, round after round until none is left, and only then lets others in. */
    private void handOut() {
        while (true) {
            List<Waiter<C>> round;
            Lease<C> shared;
            synchronized (waiters) {
                C current = connection;
                if (current == null) {
                    handingOut = false;
                    return;
                }
                shared = new SharedLease<>(current);
                if (waiters.isEmpty()) {
                    lease = shared;
                    handingOut = false;
                    return;
                }
                round = new ArrayList<>(waiters);
                waiters.clear();
            }
            round.forEach(waiter -> waiter.complete(shared));
        }
    }

    @Override
    public void lost(C connection, PubSubException cause) {
        synchronized (waiters) {
            this.connection = null;
            lease = null;
        }
        lastFailure = cause;
    }

    @Override
    public void failed(PubSubException cause) {
        lastFailure = cause;
    }

    @Nullable
    PubSubException lastFailure() {
        return lastFailure;
    }

    boolean isOpen() {
        return lease != null;
    }

    long opened() {
        return opened;
    }

    int waiting() {
        synchronized (waiters) {
            return waiters.size();
        }
    }

    @Override
    public void close() {
        List<Waiter<C>> left;
        synchronized (waiters) {
            closed = true;
            connection = null;
            lease = null;
            left = new ArrayList<>(waiters);
            waiters.clear();
        }
        link.close();
        left.forEach(waiter -> waiter.completeExceptionally(Waiter.closed(pool)));
    }

    /** A lease that shares its connection: giving it back changes nothing. */
    private record SharedLease<C extends Connection>(C connection) implements Lease<C> {
        @Override
        public void close() {}
    }
}
