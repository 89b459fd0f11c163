package io.fanfare;

import java.util.concurrent.TimeUnit;

/** Waits for threads that were told to end. */
final class Joining {
    private static final System.Logger LOG = System.getLogger(Joining.class.getName());
    private static final long LIMIT_SECONDS = 5;

    private Joining() {}

    /**
     * Waits for up to 5 s; a thread that still runs then is busy with a handler that does not return, and is named in a
     * warning.
     */
    static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} did not end within {1} s: a handler that it runs does not return",
                    thread.getName(),
                    LIMIT_SECONDS);
        }
    }
}
