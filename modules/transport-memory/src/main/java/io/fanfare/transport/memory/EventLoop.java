package io.fanfare.transport.memory;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that runs tasks in the order in which they came. Each wire is queued at most once and each connect
 * once, so the queue is as long as connections are open or opening.
 */
final class EventLoop {
    private static final System.Logger LOGGER = System.getLogger(EventLoop.class.getPackageName());
    private static final AtomicLong THROWN = new AtomicLong();
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Thread thread;
    private boolean stopping;
    private boolean ended;

    EventLoop(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a task; returns false if the loop has ended. */
    synchronized boolean execute(Runnable task) {
        if (ended) {
            return false;
        }
        tasks.add(task);
        notifyAll();
        return true;
    }

    /** Calls code that is not ours; of what it throws the first, second, fourth, eighth and so on are logged. */
    static void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            long times = THROWN.incrementAndGet();
            if (Long.bitCount(times) == 1) {
                LOGGER.log(
                        Level.WARNING,
                        "a listener or callback threw, " + times
                                + " times so far in all; the transport memory goes on reading",
                        e);
            }
        }
    }

    /** Ends the thread as soon as no task is left, and waits for that unless called on the thread itself. */
    void stop() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        if (Thread.currentThread() != thread && !awaitEnd()) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} still runs {1} s after close; a listener or callback blocks it",
                    thread.getName(),
                    STOP_TIMEOUT.toSeconds());
        }
    }

    private boolean awaitEnd() {
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        for (Runnable task = next(); task != null; task = next()) {
            guard(task);
        }
    }

    private synchronized @Nullable Runnable next() {
        while (tasks.isEmpty() && !stopping) {
            try {
                wait();
            } catch (InterruptedException e) {
                LOGGER.log(Level.DEBUG, "{0} was interrupted, which does not end it", thread.getName());
            }
        }
        ended = tasks.isEmpty();
        return tasks.poll();
    }
}
