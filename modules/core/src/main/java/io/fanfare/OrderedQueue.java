package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.QueueLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A queue of which one turn at a time is taken, in order. A turn delivers at most {@link #BATCH} messages, so that a
 * busy queue does not keep others waiting.
 */
final class OrderedQueue extends BoundedQueue {
    static final int BATCH = 1024;

    /** Whether a turn is asked for or being taken; guarded by the lock. */
    private boolean scheduled;

    /** What is being delivered; used only on the thread whose turn it is. */
    private final List<Message> batch = new ArrayList<>();

    OrderedQueue(
            QueueLimits limits,
            DispatchTarget target,
            ByteBudget budget,
            Consumer<BoundedQueue> scheduler,
            Consumer<BoundedQueue> onClose) {
        super(limits, target, budget, scheduler, onClose);
    }

    @Override
    int claimTurns() {
        if (scheduled || isClosed() || backlog.isEmpty()) {
            return 0;
        }
        scheduled = true;
        return 1;
    }

    /** Delivers a batch or runs a task, and asks for the next turn if more is left. */
    @Override
    void deliver() {
        Runnable task;
        long bytes = 0;
        lock.lock();
        try {
            long before = backlog.bytes();
            task = backlog.take(batch, BATCH);
            bytes = before - backlog.bytes();
        } finally {
            lock.unlock();
        }
        if (task != null) {
            run(task);
        } else if (!batch.isEmpty()) {
            deliver(batch);
        }
        endTurn(bytes);
    }

    private void endTurn(long bytes) {
        int turns;
        boolean news;
        lock.lock();
        try {
            news = count(batch.size(), bytes);
            batch.clear();
            scheduled = false;
            turns = claimTurns();
        } finally {
            lock.unlock();
        }
        schedule(turns);
        if (news) {
            tell();
        }
    }
}
