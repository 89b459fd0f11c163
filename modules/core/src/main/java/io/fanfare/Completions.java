package io.fanfare;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which stages complete, so that what the application hangs on them never runs on a thread that reads a
 * connection. Runs tasks in the order in which they came; a run of tasks costs one wake-up.
 *
 * <p>What waits is bounded by what may be outstanding elsewhere: one task for each unanswered publish, and a few for
 * each subscription.
 */
final class Completions implements Executor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final int CHUNK = 1024;

    private final MpscUnboundedAtomicArrayQueue<Runnable> tasks = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closed;
    private volatile boolean ended;

    Completions(String name) {
        this.thread = ClientThread.of(name, this::run);
        thread.start();
    }

    /** Queues a task; does not block. After {@link #close()} the task runs on the calling thread. */
    @Override
    public void execute(Runnable task) {
        tasks.offer(task);
        if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
        if (ended) {
            drain();
        }
    }

    /** Tells whether this is the thread that runs the tasks. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        while (true) {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
                clearInterrupt();
            } else if (closed) {
                break;
            } else {
                parked = true;
                if (tasks.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                parked = false;
            }
        }
        ended = true;
        drain();
    }

    /** Keeps an interrupt that a task left behind from the next task, and from turning the park into a spin. */
    private static void clearInterrupt() {
        if (Thread.interrupted()) {
            LOG.log(System.Logger.Level.DEBUG, "a completion left its thread interrupted");
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a completion failed", e);
        }
    }

    /** Runs what came too late for the thread. */
    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            run(task);
        }
    }

    private synchronized @Nullable Runnable next() {
        return tasks.poll();
    }

    /** Runs what is queued and ends the thread; waits for that unless called on it. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Joining.join(thread);
    }
}
