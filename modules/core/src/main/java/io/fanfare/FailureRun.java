package io.fanfare;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a run of failures begins and ends, so that the log has two lines for it, however many failures there are.
 * A run begins with a failure and ends with the next success, but not within a minute after the end of the run before:
 * where failures and successes alternate, they are one run. Thread-safe; a success costs one read while none is
 * failing.
 */
final class FailureRun {
    private static final long APART_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier clock;
    private volatile boolean open;
    private long failures;
    private long beganNanos;
    private boolean hadOne;
    private long endedNanos;

    /** A run that is over. */
    record Ended(long failures, long millis) {}

    FailureRun() {
        this(System::nanoTime);
    }

    FailureRun(LongSupplier clock) {
        this.clock = clock;
    }

    /** Notes a failure; returns whether a run begins with it. */
    synchronized boolean failed() {
        failures++;
        if (open) {
            return false;
        }
        open = true;
        failures = 1;
        beganNanos = clock.getAsLong();
        return true;
    }

    /** Notes a success; returns the run that ends with it, or null. */
    @Nullable
    Ended succeeded() {
        return open ? end(clock.getAsLong()) : null;
    }

    private synchronized @Nullable Ended end(long now) {
        if (!open || (hadOne && now - endedNanos < APART_NANOS)) {
            return null;
        }
        open = false;
        hadOne = true;
        endedNanos = now;
        return new Ended(failures, TimeUnit.NANOSECONDS.toMillis(now - beganNanos));
    }
}
