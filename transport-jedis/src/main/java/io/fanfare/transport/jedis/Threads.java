package io.fanfare.transport.jedis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The threads of a transport: named, daemons, and awaited at its close. */
final class Threads {
    /** Those that run, and some that have ended since the last start. */
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    /** Returns a thread that the caller starts at once. */
    Thread create(String name, Runnable task) {
        Thread thread = new Thread(task, "fanfare-jedis-" + name);
        thread.setDaemon(true);
        running.removeIf(other -> other.getState() == Thread.State.TERMINATED);
        running.add(thread);
        return thread;
    }

    /** Starts a thread that is named after the connection and what it does for it. */
    void start(String connection, String role, Runnable task) {
        Thread thread = create(connection + "-" + role, task);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            running.remove(thread);
            throw e;
        }
    }

    /**
     * Waits until all threads but the calling one have ended.
     *
     * @return those that have not by then
     */
    Set<Thread> await(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        for (Thread thread : running) {
            long left = deadline - System.nanoTime();
            if (thread == Thread.currentThread() || left <= 0) {
                continue;
            }
            try {
                thread.join(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        running.removeIf(thread -> !thread.isAlive());
        Set<Thread> left = Set.copyOf(running);
        return left.contains(Thread.currentThread()) && left.size() == 1 ? Set.of() : left;
    }
}
