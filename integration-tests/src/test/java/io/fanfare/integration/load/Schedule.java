package io.fanfare.integration.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** Open-loop load: what is due is sent, however late. */
final class Schedule {
    private static final long PAUSE_NANOS = 500_000;

    private Schedule() {}

    /** Calls {@code send} with 0, 1, 2… at a rate for a time; returns how often it did. */
    static long run(int perSecond, Duration time, LongConsumer send) {
        long start = System.nanoTime();
        long sent = 0;
        for (long elapsed = 0; elapsed < time.toNanos(); elapsed = System.nanoTime() - start) {
            long due = elapsed * perSecond / 1_000_000_000;
            while (sent < due) {
                send.accept(sent++);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return sent;
    }
}
