package io.fanfare;

import java.util.concurrent.TimeUnit;

/** Waits for threads that were told to end. */
final class Joining {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final long LIMIT_SECONDS = 5;

    private Joining() {}

    /**
     * Waits for up to 5 s for all of them, but not for the calling one. A thread that still runs then is busy with a
     * handler that does not return, and is named in a warning. An interrupt is kept for afterwards.
     */
    static void join(Thread... threads) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        boolean interrupted = false;
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                interrupted |= join(thread, deadline);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the wait was interrupted. */
    private static boolean join(Thread thread, long deadline) {
        boolean interrupted = false;
        for (long left = deadline - System.nanoTime();
                left > 0 && thread.isAlive();
                left = deadline - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} did not end within {1} s: a handler that it runs does not return",
                    thread.getName(),
                    LIMIT_SECONDS);
        }
        return interrupted;
    }
}
