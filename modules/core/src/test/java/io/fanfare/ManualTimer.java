package io.fanfare;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose clock stands until it is told to go on; then the tasks run on the thread that tells it. */
final class ManualTimer extends ScheduledThreadPoolExecutor {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::due));
    private long now;

    ManualTimer() {
        super(0);
    }

    long nanos() {
        return now;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = new Task(command, now + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    /** Lets time pass, with every task at its time. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().due <= end) {
            Task next = tasks.remove();
            now = Math.max(now, next.due);
            next.command.run();
        }
        now = end;
    }

    /** Lets time pass as if the process had been stopped: no task runs before its end. */
    void stop(Duration time) {
        now += time.toNanos();
        pass(Duration.ZERO);
    }

    int waiting() {
        return tasks.size();
    }

    private final class Task extends CompletableFuture<Object> implements ScheduledFuture<Object> {
        private final Runnable command;
        private final long due;

        Task(Runnable command, long due) {
            this.command = command;
            this.due = due;
        }

        long due() {
            return due;
        }

        @Override
        public boolean cancel(boolean interrupt) {
            tasks.remove(this);
            return super.cancel(interrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
