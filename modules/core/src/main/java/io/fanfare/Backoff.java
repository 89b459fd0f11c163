package io.fanfare;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait between attempts: doubling from {@code min} to {@code max}, each time a random length between half
 * of that and all of it, so that clients that lost their server together do not return together.
 */
record Backoff(Duration min, Duration max) {
    /**
     * Returns the wait before the next attempt.
     *
     * @param failures how many attempts failed in a row, 0 for none
     */
    Duration afterFailures(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        long ceiling = max.toNanos();
        long wait = min.toNanos();
        for (int i = 1; i < failures && wait < ceiling; i++) {
            wait = Math.min(ceiling, wait * 2);
        }
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(wait / 2, wait + 1));
    }
}
