package io.fanfare;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Runs a task again and again, a period after it last ended, until it is closed. Thread-safe. */
final class Periodic implements AutoCloseable {
    private final ScheduledExecutorService timer;
    private final Duration period;
    private final Runnable task;
    private @Nullable Future<?> next;
    private boolean closed;

    Periodic(ScheduledExecutorService timer, Duration period, Runnable task) {
        this.timer = timer;
        this.period = period;
        this.task = task;
    }

    /** Begins with a wait. */
    synchronized void start() {
        if (!closed) {
            next = Later.schedule(timer, period, this::run);
        }
    }

    private void run() {
        try {
            task.run();
        } finally {
            start();
        }
    }

    /** Ends it; a run that is under way goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
