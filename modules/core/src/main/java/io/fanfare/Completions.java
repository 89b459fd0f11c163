package io.fanfare;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * The thread on which stages complete, so that what the application hangs on them never runs on a thread that reads a
 * connection. Runs tasks in the order in which they came; a run of tasks costs one wake-up.
 */
final class Completions implements Executor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Completions.class.getName());

    private final MpscAtomicArrayQueue<Runnable> tasks;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param capacity the most tasks that wait
     */
    Completions(String name, int capacity) {
        this.tasks = new MpscAtomicArrayQueue<>(capacity);
        this.thread = ClientThread.of(name, this::run);
        thread.start();
    }

    /** Queues a task. Waits for room if there is none, which happens only if the application blocks this thread. */
    @Override
    public void execute(Runnable task) {
        while (!tasks.offer(task)) {
            if (Thread.currentThread() == thread) {
                task.run();
                return;
            }
            wake();
            LockSupport.parkNanos(100_000);
        }
        wake();
        if (closed && !thread.isAlive()) {
            drain();
        }
    }

    private void wake() {
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            } else if (closed) {
                return;
            } else {
                parked = true;
                if (tasks.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                parked = false;
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a completion failed", e);
        }
    }

    /** Runs what came too late for the thread. */
    private synchronized void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
        }
    }

    /** Runs what is queued and ends the thread; waits for that unless called on it. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Joining.join(thread);
        if (!thread.isAlive()) {
            drain();
        }
    }
}
