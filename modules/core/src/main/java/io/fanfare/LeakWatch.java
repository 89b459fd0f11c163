package io.fanfare;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs leases that are out for too long, once each, with the stack of who borrowed, and again when they are back. Takes
 * nothing away. Thread-safe.
 */
final class LeakWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final String pool;
    private final Duration after;
    private final ScheduledExecutorService timer;
    private final LongSupplier clock;
    private final Set<Watched> out = ConcurrentHashMap.newKeySet();

    /** Creates one; a time of zero turns it off. */
    LeakWatch(String pool, Duration after, ScheduledExecutorService timer, LongSupplier clock) {
        this.pool = pool;
        this.after = after;
        this.timer = timer;
        this.clock = clock;
    }

    /** Returns who borrows: the stack of this call. Null if nothing is watched. */
    @Nullable
    Borrower borrower() {
        return after.isZero() ? null : new Borrower();
    }

    /** Begins to watch a lease; null if its borrower is not known. */
    @Nullable
    Watched watch(@Nullable Borrower borrower) {
        if (borrower == null) {
            return null;
        }
        Watched watched = new Watched(borrower);
        out.add(watched);
        watched.warning = Later.schedule(timer, after, watched::warn);
        return watched;
    }

    /** Forgets every lease. */
    @Override
    public void close() {
        out.forEach(Watched::forget);
    }

    /** Who borrowed a connection: the stack of the call that asked for it. */
    static final class Borrower extends Throwable {
        private static final long serialVersionUID = 1L;

        Borrower() {
            super("borrowed by thread " + Thread.currentThread().getName());
        }
    }

    /** One lease that is out. */
    final class Watched {
        private final Borrower borrower;
        private final long startNanos = clock.getAsLong();
        private volatile @Nullable Future<?> warning;
        private volatile boolean warned;

        Watched(Borrower borrower) {
            this.borrower = borrower;
        }

        private void warn() {
            if (out.contains(this)) {
                warned = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a connection of pool " + pool + " has been on lease for " + millis()
                                + " ms, longer than fanfare.pool.leak-after; it stays with its borrower until it is"
                                + " given back",
                        borrower);
            }
        }

        /** The lease is back. */
        void returned() {
            if (forget() && warned) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "a connection of pool " + pool + ", " + borrower.getMessage() + ", came back after " + millis()
                                + " ms");
            }
        }

        private boolean forget() {
            Future<?> pending = warning;
            if (pending != null) {
                pending.cancel(false);
            }
            return out.remove(this);
        }

        private long millis() {
            return TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - startNanos);
        }
    }
}
