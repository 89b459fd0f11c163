package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Bounds what is on its way: one sending thread waits until the counters of the receivers have come far enough. */
final class Window {
    private static final int MANY_COUNTERS = 16;

    /** How long nothing may arrive before what is missing counts as lost. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A wake-up can be missed, since a serial counter does not fence; then this bounds the wait. */
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<Counter> counters = new ArrayList<>();
    private final int expected;
    private long target;
    private volatile @Nullable Thread waiting;

    /**
     * Creates a window without counters.
     *
     * @param expected how many counters it is going to have
     */
    Window(int expected) {
        this.expected = expected;
    }

    Counter counter(boolean serial) {
        Counter counter = new Counter(this, serial, expected < MANY_COUNTERS ? 0 : MANY_COUNTERS - 1);
        counters.add(counter);
        return counter;
    }

    /** A counter has gone on. */
    void counted() {
        Thread sender = waiting;
        if (sender != null && sum() >= target) {
            waiting = null;
            LockSupport.unpark(sender);
        }
    }

    /** Returns the sum of all counters. */
    long sum() {
        long sum = 0;
        for (Counter counter : counters) {
            sum += counter.get();
        }
        return sum;
    }

    /** Waits until the counters sum up to a target; false if nothing more was counted for two seconds before that. */
    boolean await(long sum) {
        target = sum;
        waiting = Thread.currentThread();
        long last = sum();
        long since = System.nanoTime();
        try {
            while (last < sum) {
                if (waiting == null) {
                    waiting = Thread.currentThread();
                }
                LockSupport.parkNanos(this, PARK_NANOS);
                long now = sum();
                if (now != last) {
                    last = now;
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > STALL_NANOS) {
                    return false;
                }
            }
            return true;
        } finally {
            waiting = null;
        }
    }
}
