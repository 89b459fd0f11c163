package io.fanfare.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until the servers of a group are as they should be. */
final class Deadline {
    /** Looks at servers and returns what is not as it should be, or nothing. */
    interface Look {
        String missing();
    }

    private static final long POLL_NANOS = 10_000_000;

    private final Duration timeout;
    private final long end;

    Deadline(Duration timeout) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Returns when nothing is missing.
     *
     * @throws EmbeddedRedisException when the time is over, or the thread is interrupted; it says what is missing
     */
    void await(String what, Look look) {
        String missing = look(look);
        while (!missing.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new EmbeddedRedisException(what + " did not happen within " + timeout + ": " + missing);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new EmbeddedRedisException(what + " was not awaited: the thread was interrupted; " + missing);
            }
            LockSupport.parkNanos(POLL_NANOS);
            missing = look(look);
        }
    }

    /** Counts a server that does not answer as one that is not as it should be. */
    private static String look(Look look) {
        try {
            return look.missing();
        } catch (EmbeddedRedisException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
