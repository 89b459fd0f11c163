package io.fanfare.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts what has arrived over one connection or is answered on it, and lets the sender of a {@link Window} know. */
final class Counter {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Where the count is, a cache line away from the ends of its array. */
    private static final int AT = 8;

    private final long[] cells = new long[2 * AT];
    private final Window window;
    private final boolean serial;
    private final long mask;

    /**
     * Creates a counter at zero.
     *
     * @param serial whether calls of {@link #add} never overlap
     * @param mask the window is told at counts without these bits
     */
    Counter(Window window, boolean serial, long mask) {
        this.window = window;
        this.serial = serial;
        this.mask = mask;
    }

    void add(long more) {
        long now;
        if (serial) {
            now = cells[AT] + more;
            CELLS.setRelease(cells, AT, now);
        } else {
            now = (long) CELLS.getAndAdd(cells, AT, more) + more;
        }
        if ((now & mask) == 0) {
            window.counted();
        }
    }

    long get() {
        return (long) CELLS.getAcquire(cells, AT);
    }
}
