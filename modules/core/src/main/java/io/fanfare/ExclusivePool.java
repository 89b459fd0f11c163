package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
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
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Connections that serve one lease at a time; the one used last is lent first. Everything is guarded by this object's
 * lock, under which nothing foreign is called but {@link Connection#isOpen}.
 */
final class ExclusivePool<C extends Connection> implements ConnectionPool<C> {
    private final PoolOptions options;
    private final ConnectionFactory<C> factory;
    private final ScheduledExecutorService timer;
    private final LongSupplier clock;
    private final Lifetimes lifetimes;
    private final Growth growth;
    private final IdleConnections<C> idle;
    private final LeakWatch leaks;
    private final Periodic tidying;
    private final Nesting nesting = new Nesting();
    private final Set<PooledConnection<C>> open = new HashSet<>();
    private final Deque<Waiter<C>> waiters = new ArrayDeque<>();
    private int validating;
    private long opened;
    private long reused;
    private long waited;
    private @Nullable Future<?> resumption;
    private boolean closed;

    ExclusivePool(PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer) {
        this(
                options,
                factory,
                timer,
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
    }

    ExclusivePool(
            PoolOptions options,
            ConnectionFactory<C> factory,
            ScheduledExecutorService timer,
            LongSupplier clock,
            RandomGenerator random) {
        this.options = options;
        this.factory = factory;
        this.timer = timer;
        this.clock = clock;
        this.lifetimes = new Lifetimes(options.upkeep(), random);
        this.growth = new Growth(new Backoff(options.minBackoff(), options.maxBackoff()));
        this.idle = new IdleConnections<>(options.minIdle(), options.upkeep());
        this.leaks = new LeakWatch(options.name(), options.upkeep().leakAfter(), timer, clock);
        this.tidying = new Periodic(timer, lifetimes.period(), this::tidy);
        grow(0);
        if (lifetimes.areLimited()) {
            tidying.start();
        }
    }

    @Override
    public @Nullable Lease<C> tryLease(int stripe) {
        LeakWatch.Borrower borrower = leaks.borrower();
        Lease<C> lease;
        boolean lacking;
        synchronized (this) {
            lease = lendIdle(borrower);
            lacking = lease != null && isLacking();
        }
        if (lacking) {
            grow(0);
        }
        return lease;
    }

    @Override
    public CompletionStage<Lease<C>> lease(int stripe, Duration timeout) {
        Waiter<C> waiter = new Waiter<>(leaks.borrower());
        Lease<C> now;
        boolean ended;
        boolean lacking;
        synchronized (this) {
            ended = closed;
            now = ended ? null : lendIdle(waiter.borrower());
            if (now == null && !ended) {
                waited++;
                waiters.add(waiter);
            }
            lacking = now == null || isLacking();
        }
        if (ended) {
            waiter.completeExceptionally(Waiter.closed(options.name()));
            return waiter;
        }
        if (now != null) {
            waiter.complete(now);
        } else {
            waiter.expire(timeout, timer, this::forget, this::exhausted);
        }
        if (lacking) {
            grow(0);
        }
        return waiter;
    }

    /** Tells whether fewer are idle than are to be, and another may be made. Under the lock. */
    private boolean isLacking() {
        return idle.size() + validating + growth.connecting() < options.minIdle()
                && open.size() + growth.connecting() < options.max();
    }

    /** Lends an idle connection that needs no validation, unless somebody waits for one. Under the lock. */
    private @Nullable Lease<C> lendIdle(LeakWatch.@Nullable Borrower borrower) {
        PooledConnection<C> pooled = waiters.isEmpty() ? idle.take(clock.getAsLong(), open::remove) : null;
        if (pooled == null) {
            return null;
        }
        reused++;
        return new ExclusiveLease<>(pooled, this::returned, leaks.watch(borrower));
    }

    private synchronized void forget(Waiter<C> waiter) {
        waiters.remove(waiter);
    }

    private synchronized PubSubException exhausted(Duration elapsed) {
        PubSubException lastFailure = growth.lastFailure();
        return new PubSubException(
                ErrorCode.POOL_EXHAUSTED,
                "no connection of pool " + options.name() + " was free within " + elapsed.toMillis() + " ms (" + stats()
                        + ")"
                        + (lastFailure == null
                                ? ""
                                : "; the last attempt to connect failed: " + lastFailure.getMessage()),
                lastFailure);
    }

    /**
     * Gets connections for those who wait and have none coming, and for the idle ones that are to be: first those that
     * need validation, then new ones, unless a failure is being waited out.
     *
     * @param replacements how many more are to be made, for idle ones that are about to end
     */
    private void grow(int replacements) {
        List<PooledConnection<C>> suspects = new ArrayList<>();
        int missing;
        int generation;
        synchronized (this) {
            if (closed) {
                return;
            }
            int unserved = waiters.size() - growth.connecting() - validating;
            for (PooledConnection<C> next; unserved > 0 && (next = idle.takeAny()) != null; unserved--) {
                suspects.add(next);
            }
            validating += suspects.size();
            int wanted = waiters.size() + options.minIdle() + replacements - idle.size() - validating;
            int room = options.max() - open.size();
            missing = growth.begin(Math.min(wanted, room) - growth.connecting());
            generation = growth.generation();
        }
        suspects.forEach(this::validate);
        for (int i = 0; i < missing; i++) {
            connect(generation);
        }
    }

    private void connect(int generation) {
        PooledConnection<C> pooled = new PooledConnection<>(this::lost, generation, lifetimes.next());
        Link.connect(factory, pooled).whenComplete((connection, failure) -> {
            if (failure == null) {
                connected(pooled, connection);
            } else {
                connectFailed(pooled, Link.unwrap(failure));
            }
        });
    }

    private void connected(PooledConnection<C> pooled, C connection) {
        pooled.made(connection, clock.getAsLong());
        boolean keep;
        synchronized (this) {
            keep = !closed && connection.isOpen();
            if (keep) {
                growth.made();
                opened++;
                open.add(pooled);
            }
        }
        if (keep) {
            pooled.watch();
            giveBack(pooled);
        } else {
            connection.close();
            connectFailed(
                    pooled,
                    new PubSubException(ErrorCode.CONNECTION_LOST, "the connection was lost as soon as it was made"));
        }
    }

    /** Waits before the next attempts, unless this one began before what is connected to changed. */
    private void connectFailed(PooledConnection<C> pooled, PubSubException cause) {
        boolean outdated;
        synchronized (this) {
            growth.failed(cause);
            outdated = pooled.generation() != growth.generation();
        }
        if (outdated) {
            grow(0);
        } else {
            backOff();
        }
    }

    private void backOff() {
        Object token = new Object();
        Duration wait;
        synchronized (this) {
            wait = closed ? null : growth.backOff(token);
        }
        if (wait == null) {
            return;
        }
        Future<?> resuming = Later.schedule(timer, wait, () -> resume(token));
        if (resuming == null) {
            close();
            return;
        }
        boolean over;
        synchronized (this) {
            over = closed || !growth.isWaiting(token);
            resumption = over ? resumption : resuming;
        }
        if (over) {
            resuming.cancel(false);
        }
    }

    /** Under the lock. */
    private void cancelResumption() {
        if (resumption != null) {
            resumption.cancel(false);
            resumption = null;
        }
    }

    private void resume(Object token) {
        synchronized (this) {
            growth.resume(token);
        }
        grow(0);
    }

    /** A connection that is lost soon after it was made counts as a failure to connect. */
    private void lost(PooledConnection<C> pooled, PubSubException cause) {
        boolean lived =
                pooled.ageNanos(clock.getAsLong()) > options.maxBackoff().toNanos();
        synchronized (this) {
            growth.lost(cause, lived);
        }
        if (!lived) {
            backOff();
        }
        discard(pooled);
    }

    private void validate(PooledConnection<C> pooled) {
        C connection = pooled.connection();
        Duration timeout = options.upkeep().validateTimeout();
        Ping.answered(connection, timeout, timer).whenComplete((alive, failure) -> {
            synchronized (this) {
                validating--;
            }
            if (alive) {
                giveBack(pooled);
            } else {
                broken(pooled);
            }
        });
    }

    /** What broke an idle connection, such as a firewall, broke those that have been idle for as long too. */
    private void broken(PooledConnection<C> pooled) {
        List<PooledConnection<C>> ended;
        synchronized (this) {
            ended = idle.takeStale(clock.getAsLong());
        }
        ended.add(pooled);
        end(ended, 0);
    }

    private void returned(PooledConnection<C> pooled) {
        if (pooled.connection().isOpen()) {
            synchronized (this) {
                growth.served();
            }
        }
        if (!nesting.isDeep() || Later.schedule(timer, Duration.ZERO, () -> giveBack(pooled)) == null) {
            giveBack(pooled);
        }
    }

    /** Lends a connection to who waits first, else keeps it idle; one that is not to be used any more is closed. */
    private void giveBack(PooledConnection<C> pooled) {
        while (true) {
            Waiter<C> next;
            synchronized (this) {
                if (!open.contains(pooled)) {
                    return;
                }
                if (!isUsable(pooled)) {
                    break;
                }
                next = waiters.pollFirst();
                if (next == null) {
                    idle.add(pooled, clock.getAsLong());
                    return;
                }
            }
            LeakWatch.Watched watched = leaks.watch(next.borrower());
            Lease<C> lease = new ExclusiveLease<>(pooled, this::returned, watched);
            if (nesting.run(() -> next.complete(lease))) {
                return;
            }
            if (watched != null) {
                watched.returned();
            }
        }
        end(List.of(pooled), 0);
    }

    /** Under the lock. */
    private boolean isUsable(PooledConnection<C> pooled) {
        return pooled.connection().isOpen()
                && pooled.generation() == growth.generation()
                && !pooled.hasOutlived(clock.getAsLong());
    }

    /** Closes connections that are neither idle nor on lease any more, and only then makes room for others. */
    private void end(List<PooledConnection<C>> ended, int replacements) {
        Closing.all(ended.stream().map(PooledConnection::connection).toList());
        synchronized (this) {
            ended.forEach(open::remove);
        }
        grow(replacements);
    }

    private void discard(PooledConnection<C> pooled) {
        synchronized (this) {
            open.remove(pooled);
            idle.remove(pooled);
        }
        grow(0);
    }

    /** Ends idle connections whose time is over; one that is to be idle ends when another has been made. */
    private void tidy() {
        List<PooledConnection<C>> ended;
        int replacements;
        synchronized (this) {
            long now = clock.getAsLong();
            ended = idle.takeDue(now, open.size() < options.max());
            replacements = idle.outlived(now);
        }
        end(ended, replacements);
    }

    @Override
    public void refresh() {
        List<PooledConnection<C>> outdated;
        synchronized (this) {
            growth.refresh();
            outdated = idle.takeAll();
            cancelResumption();
        }
        end(outdated, 0);
    }

    @Override
    public synchronized PoolStats stats() {
        int unused = idle.size() + validating;
        return new PoolStats(
                options.max(),
                open.size(),
                unused,
                Math.max(0, open.size() - unused),
                waiters.size(),
                opened,
                reused,
                waited);
    }

    @Override
    public void close() {
        List<PooledConnection<C>> connections;
        List<Waiter<C>> left;
        synchronized (this) {
            closed = true;
            connections = new ArrayList<>(open);
            left = new ArrayList<>(waiters);
            open.clear();
            idle.takeAll();
            waiters.clear();
            cancelResumption();
        }
        tidying.close();
        leaks.close();
        Closing.all(connections.stream().map(PooledConnection::connection).toList());
        left.forEach(waiter -> waiter.completeExceptionally(Waiter.closed(options.name())));
    }
}
