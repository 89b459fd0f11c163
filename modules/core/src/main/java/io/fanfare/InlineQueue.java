package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.QueueStats;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds no messages; a task that comes during a delivery is run by the thread that delivers, after it. */
final class InlineQueue implements DispatchQueue {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final DispatchTarget target;
    private final Consumer<InlineQueue> onClose;
    private final ReentrantLock turn = new ReentrantLock();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private volatile boolean closed;
    private volatile long received;
    private volatile long delivered;

    InlineQueue(DispatchTarget target, Consumer<InlineQueue> onClose) {
        this.target = target;
        this.onClose = onClose;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread at a time
    public void offer(List<Message> messages) {
        turn.lock();
        try {
            received += messages.size();
            if (!closed) {
                target.deliver(messages);
                delivered += messages.size();
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a delivery failed", e);
        } finally {
            turn.unlock();
        }
        runTasks();
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            if (!closed) {
                tasks.add(task);
            }
        }
        runTasks();
    }

    /** Runs what is queued, unless another thread has the turn: it does so when it gives that up. */
    private void runTasks() {
        while (hasTasks() && !turn.isHeldByCurrentThread() && turn.tryLock()) {
            try {
                for (Runnable task = nextTask(); task != null; task = nextTask()) {
                    run(task);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a task failed", e);
        }
    }

    private boolean hasTasks() {
        synchronized (tasks) {
            return !tasks.isEmpty();
        }
    }

    private @Nullable Runnable nextTask() {
        synchronized (tasks) {
            return tasks.pollFirst();
        }
    }

    @Override
    public QueueStats stats() {
        return new QueueStats(0, 0, received, delivered, 0);
    }

    @Override
    public void close() {
        synchronized (tasks) {
            closed = true;
            tasks.clear();
        }
        onClose.accept(this);
    }
}
