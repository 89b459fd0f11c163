package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection open: connects, and after a loss or a failure connects again with growing waits until it is
 * closed. Thread-safe.
 */
final class Link<C extends Connection> implements AutoCloseable {
    /** Hears of the link's changes, one at a time and in order. Must not block. */
    interface Events<C> {
        /** A connection is open. */
        void connected(C connection);

        /** The open connection was lost. */
        void lost(C connection, PubSubException cause);

        /** An attempt to connect failed; the next one follows by itself. */
        default void failed(PubSubException cause) {}
    }

    private final ConnectionFactory<C> factory;
    private final Backoff backoff;
    private final ScheduledExecutorService timer;
    private final Events<C> events;
    private final Object lock = new Object();
    private @Nullable C connection;
    private boolean closed;
    private int failures;
    private long connectedNanos;
    private @Nullable Attempt waiting;

    Link(ConnectionFactory<C> factory, Backoff backoff, ScheduledExecutorService timer, Events<C> events) {
        this.factory = factory;
        this.backoff = backoff;
        this.timer = timer;
        this.events = events;
    }

    /** Begins to connect. */
    void start() {
        new Attempt().run();
    }

    /**
     * Makes the attempt that waits for its backoff at once. While there is no connection, waits begin with the shortest
     * again; otherwise this does nothing.
     */
    void hurry() {
        Attempt next;
        synchronized (lock) {
            next = waiting;
            waiting = null;
            failures = connection == null ? 0 : failures;
        }
        if (next != null) {
            next.cancel();
            if (Later.schedule(timer, Duration.ZERO, next) == null) {
                close();
            }
        }
    }

    @Override
    public void close() {
        C open;
        Attempt next;
        synchronized (lock) {
            closed = true;
            open = connection;
            connection = null;
            next = waiting;
            waiting = null;
        }
        if (next != null) {
            next.cancel();
        }
        if (open != null) {
            open.close();
        }
    }

    /**
     * Gives the open connection up, as if it had been lost, and connects again after {@code pause} at the earliest;
     * returns false if it is not the open one any more.
     */
    boolean giveUp(C given, PubSubException cause, Duration pause) {
        int failed;
        synchronized (lock) {
            if (closed || connection != given) {
                return false;
            }
            failed = drop(given, cause);
        }
        given.close();
        retry(pause.plus(backoff.afterFailures(failed)));
        return true;
    }

    /**
     * Notes the loss of the open connection, and returns how many failures the next attempt waits for. Under the lock.
     */
    private int drop(C dropped, PubSubException cause) {
        connection = null;
        boolean lived = System.nanoTime() - connectedNanos > backoff.max().toNanos();
        int failed = lived ? 0 : failures;
        failures = failed + 1;
        events.lost(dropped, cause);
        return failed;
    }

    private void retry(int failed) {
        retry(backoff.afterFailures(failed));
    }

    private void retry(Duration wait) {
        Attempt next = new Attempt();
        synchronized (lock) {
            waiting = closed ? null : next;
        }
        Future<?> scheduled = Later.schedule(timer, wait, next);
        if (scheduled == null) {
            close();
        } else if (!next.waitsFor(scheduled)) {
            scheduled.cancel(false);
        }
    }

    /** Begins to connect; what the factory throws, and a missing stage, fail the stage that is returned. */
    static <C extends Connection> CompletionStage<C> connect(
            ConnectionFactory<C> factory, ConnectionListener listener) {
        try {
            return Objects.requireNonNull(factory.connect(listener), "the transport returned no stage");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns the cause of a failed stage as Fanfare's exception. */
    static PubSubException unwrap(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof PubSubException known
                ? known
                : new PubSubException(ErrorCode.CONTRACT_BROKEN, "a plug-in failed unexpectedly: " + cause, cause);
    }

    /** One attempt to connect, and the listener of the connection that it opens. */
    private final class Attempt implements Runnable, ConnectionListener {
        private @Nullable C opened;
        private @Nullable PubSubException lost;
        private boolean begun;
        private @Nullable Future<?> timed;

        /** Notes what will run it; returns false if it does not wait any more. */
        boolean waitsFor(Future<?> future) {
            synchronized (lock) {
                timed = waiting == this ? future : timed;
                return waiting == this;
            }
        }

        /** Takes it out of the timer. */
        void cancel() {
            Future<?> future;
            synchronized (lock) {
                future = timed;
            }
            if (future != null) {
                future.cancel(false);
            }
        }

        @Override
        public void run() {
            synchronized (lock) {
                if (closed || begun) {
                    return;
                }
                begun = true;
                waiting = waiting == this ? null : waiting;
            }
            connect(factory, this).whenComplete((made, failure) -> {
                if (failure == null) {
                    opened(made);
                } else {
                    failed(unwrap(failure));
                }
            });
        }

        private void opened(C made) {
            PubSubException failure;
            synchronized (lock) {
                failure = lost;
                if (!closed && failure == null) {
                    opened = made;
                    connection = made;
                    connectedNanos = System.nanoTime();
                    try {
                        events.connected(made);
                        return;
                    } catch (Throwable e) {
                        failure = unwrap(e);
                        connection = null;
                        events.lost(made, failure);
                    }
                }
            }
            made.close();
            if (failure != null) {
                failed(failure);
            }
        }

        private void failed(PubSubException cause) {
            int failed;
            synchronized (lock) {
                if (closed) {
                    return;
                }
                failed = ++failures;
                events.failed(cause);
            }
            retry(failed);
        }

        @Override
        public void onLost(PubSubException cause) {
            int failed;
            synchronized (lock) {
                C mine = opened;
                if (mine == null) {
                    lost = cause;
                    return;
                }
                if (closed || connection != mine) {
                    return;
                }
                failed = drop(mine, cause);
            }
            retry(failed);
        }
    }
}
