package io.fanfare;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is to be done later for one connection; nothing is left of that when the connection is gone. Thread-safe.
 */
final class ConnectionTimer implements AutoCloseable {
    private final ScheduledExecutorService timer;
    private final Set<Task> tasks = new HashSet<>();
    private boolean closed;

    ConnectionTimer(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Runs a task after a time, unless the connection or the client ends before. */
    synchronized void later(Duration wait, Runnable what) {
        if (!closed) {
            Task task = new Task(what);
            task.future = Later.schedule(timer, wait, task);
            tasks.add(task);
        }
    }

    private synchronized boolean begin(Task task) {
        return tasks.remove(task);
    }

    /** Drops everything that has not begun. */
    @Override
    public synchronized void close() {
        closed = true;
        tasks.forEach(Task::cancel);
        tasks.clear();
    }

    private final class Task implements Runnable {
        private final Runnable what;
        private @Nullable Future<?> future;

        Task(Runnable what) {
            this.what = what;
        }

        @Override
        public void run() {
            if (begin(this)) {
                what.run();
            }
        }

        void cancel() {
            if (future != null) {
                future.cancel(false);
            }
        }
    }
}
