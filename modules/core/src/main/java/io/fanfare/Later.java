package io.fanfare;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tasks after a time, and logs what they throw. */
final class Later {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private Later() {}

    /** Schedules a task; returns null if the timer has been shut down, as it is when a client closes. */
    static @Nullable Future<?> schedule(ScheduledExecutorService timer, Duration delay, Runnable task) {
        try {
            return timer.schedule(() -> run(task), nanos(delay), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (timer.isShutdown()) {
                return null;
            }
            throw e;
        }
    }

    /** Returns the nanoseconds of a delay; of one longer than 146 years, those of 146 years. */
    static long nanos(Duration delay) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        return (delay.compareTo(longest) > 0 ? longest : delay).toNanos();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a timed task failed", e);
        }
    }
}
