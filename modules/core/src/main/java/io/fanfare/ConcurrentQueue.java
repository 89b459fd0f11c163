package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.QueueLimits;
import java.util.List;
import java.util.function.Consumer;

/**
 * A queue of which several turns are taken at a time, each of one message. A task waits until what was before it is
 * delivered, and runs alone.
 */
final class ConcurrentQueue extends BoundedQueue {
    private final int limit;

    /** Turns that are asked for; guarded by the lock, as are the next two. */
    private int asked;

    private int delivering;
    private boolean runningTask;

    ConcurrentQueue(
            QueueLimits limits,
            DispatchTarget target,
            int limit,
            ByteBudget budget,
            Consumer<BoundedQueue> scheduler,
            Consumer<BoundedQueue> onClose) {
        super(limits, target, budget, scheduler, onClose);
        this.limit = limit;
    }

    @Override
    int claimTurns() {
        if (isClosed() || runningTask || (backlog.startsWithTask() && delivering > 0)) {
            return 0;
        }
        int turns = Math.min(limit - asked - delivering, backlog.size() - asked);
        if (turns <= 0) {
            return 0;
        }
        asked += turns;
        return turns;
    }

    @Override
    void deliver() {
        Runnable task = null;
        Message message = null;
        lock.lock();
        try {
            asked--;
            if (!runningTask && delivering == 0) {
                task = backlog.takeTask();
                runningTask = task != null;
            }
            if (!runningTask) {
                message = backlog.takeMessage();
                delivering += message == null ? 0 : 1;
            }
        } finally {
            lock.unlock();
        }
        if (task != null) {
            run(task);
            endTurn(true, 0, 0);
        } else if (message != null) {
            deliver(List.of(message));
            endTurn(false, 1, message.payload().length());
        }
    }

    private void endTurn(boolean wasTask, int messages, long bytes) {
        int turns;
        boolean news;
        lock.lock();
        try {
            if (wasTask) {
                runningTask = false;
            }
            delivering -= messages;
            news = count(messages, bytes);
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
