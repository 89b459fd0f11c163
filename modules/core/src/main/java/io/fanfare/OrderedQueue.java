package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that asks for a thread when it gets something to deliver. A turn on the thread delivers at most
 * {@link #BATCH} messages, so that a busy queue does not keep others waiting.
 */
final class OrderedQueue implements DispatchQueue {
    static final int BATCH = 1024;

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final QueueLimits limits;
    private final DispatchTarget target;
    private final Consumer<OrderedQueue> scheduler;
    private final Consumer<OrderedQueue> onClose;
    private final ReentrantLock lock = new ReentrantLock();

    /** Messages and tasks in their order; guarded by the lock, as is everything up to {@link #refused}. */
    private final ArrayDeque<Object> entries = new ArrayDeque<>();

    private int messages;
    private long bytes;
    private long received;
    private long delivered;
    private long dropped;
    private boolean scheduled;
    private boolean ended;
    private volatile boolean closed;

    /** What the batch being offered had to give up; used only on the thread that offers. */
    private final List<Message> refused = new ArrayList<>();

    /** What is being delivered; used only on the thread whose turn it is. */
    private final List<Message> batch = new ArrayList<>();

    OrderedQueue(
            QueueLimits limits,
            DispatchTarget target,
            Consumer<OrderedQueue> scheduler,
            Consumer<OrderedQueue> onClose) {
        this.limits = limits;
        this.target = target;
        this.scheduler = scheduler;
        this.onClose = onClose;
    }

    @Override
    public void offer(List<Message> offered) {
        boolean schedule;
        boolean endNow = false;
        lock.lock();
        try {
            received += offered.size();
            for (int i = 0; i < offered.size() && !closed; i++) {
                Message message = offered.get(i);
                if (ended) {
                    refused.add(message);
                } else if (fits(message) || (limits.overflow() == OverflowPolicy.DROP_OLDEST && makeRoom(message))) {
                    add(message);
                } else {
                    refused.add(message);
                    endNow = ended = limits.overflow() == OverflowPolicy.END;
                }
            }
            dropped += refused.size();
            schedule = claimTurn();
        } finally {
            lock.unlock();
        }
        if (schedule) {
            scheduler.accept(this);
        }
        report(endNow);
    }

    @Override
    public void execute(Runnable task) {
        boolean schedule;
        lock.lock();
        try {
            if (!closed) {
                entries.add(task);
            }
            schedule = claimTurn();
        } finally {
            lock.unlock();
        }
        if (schedule) {
            scheduler.accept(this);
        }
    }

    private boolean fits(Message message) {
        return messages == 0
                || (messages < limits.maxMessages() && bytes + message.payload().length() <= limits.maxBytes());
    }

    /** Drops what waited longest until the message fits; tasks stay. Returns true. */
    private boolean makeRoom(Message message) {
        for (var iterator = entries.iterator(); !fits(message) && iterator.hasNext(); ) {
            if (iterator.next() instanceof Message oldest) {
                iterator.remove();
                messages--;
                bytes -= oldest.payload().length();
                refused.add(oldest);
            }
        }
        return true;
    }

    private void add(Message message) {
        entries.add(message);
        messages++;
        bytes += message.payload().length();
    }

    private boolean claimTurn() {
        if (scheduled || closed || entries.isEmpty()) {
            return false;
        }
        scheduled = true;
        return true;
    }

    private void report(boolean endNow) {
        try {
            for (int i = 0; i < refused.size(); i++) {
                target.dropped(refused.get(i), limits.overflow());
            }
            if (endNow) {
                target.ended();
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "telling a subscription of its full queue failed", e);
        } finally {
            refused.clear();
        }
    }

    /** Takes one turn: delivers a batch or runs a task, and asks for the next turn if more is left. */
    void deliver() {
        Runnable task = take();
        try {
            if (task != null) {
                task.run();
            } else if (!batch.isEmpty()) {
                target.deliver(batch);
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a delivery failed", e);
        } finally {
            endTurn();
        }
    }

    private void endTurn() {
        boolean again;
        lock.lock();
        try {
            delivered += batch.size();
            batch.clear();
            scheduled = false;
            again = claimTurn();
        } finally {
            lock.unlock();
        }
        if (again) {
            scheduler.accept(this);
        }
    }

    /** Moves messages up to the next task to the batch, or returns the task if it is first; null if there is none. */
    private @Nullable Runnable take() {
        lock.lock();
        try {
            while (batch.size() < BATCH && !closed) {
                Object next = entries.peekFirst();
                if (next instanceof Message message) {
                    entries.removeFirst();
                    messages--;
                    bytes -= message.payload().length();
                    batch.add(message);
                } else if (next instanceof Runnable task && batch.isEmpty()) {
                    entries.removeFirst();
                    return task;
                } else {
                    return null;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueueStats stats() {
        lock.lock();
        try {
            return new QueueStats(messages, bytes, received, delivered, dropped);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            entries.clear();
            messages = 0;
            bytes = 0;
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
