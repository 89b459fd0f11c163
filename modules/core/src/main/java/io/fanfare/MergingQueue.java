package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue that gets messages on several threads. Those that read connections offer, and wait for each other. All others
 * leave their messages and never wait: where another thread is offering, that one takes them along. So a handler that
 * runs as messages are offered, under the dispatcher {@code inline}, can leave messages for any queue, its own too.
 */
final class MergingQueue implements DispatchQueue {
    private final DispatchQueue queue;
    private final QueueLimits limits;
    private final DispatchTarget target;

    /** Held while messages are offered. */
    private final ReentrantLock turn = new ReentrantLock();

    /** What no thread has offered yet, at most as much as the limits say; guarded by itself, as are the next two. */
    private final List<Message> left = new ArrayList<>();

    private long leftBytes;
    private long dropped;

    MergingQueue(DispatchQueue queue, QueueLimits limits, DispatchTarget target) {
        this.queue = queue;
        this.limits = limits;
        this.target = target;
    }

    @Override
    public void offer(List<Message> messages) {
        turn.lock();
        try {
            queue.offer(messages);
        } finally {
            turn.unlock();
        }
        offerLeft();
    }

    /** Takes a message for delivery, in the order of each thread's calls. Does not block. */
    void leave(Message message) {
        if (hasRoomFor(message)) {
            offerLeft();
        } else {
            target.dropped(message, limits.overflow());
        }
    }

    private boolean hasRoomFor(Message message) {
        synchronized (left) {
            int bytes = message.payload().length();
            if (!left.isEmpty() && (left.size() >= limits.maxMessages() || leftBytes + bytes > limits.maxBytes())) {
                dropped++;
                return false;
            }
            left.add(message);
            leftBytes += bytes;
            return true;
        }
    }

    /** Offers what was left, unless another thread has the turn or waits for it: that one does so afterwards. */
    private void offerLeft() {
        while (hasLeft() && !turn.isHeldByCurrentThread() && !turn.hasQueuedThreads() && turn.tryLock()) {
            try {
                List<Message> taken = takeLeft();
                if (!taken.isEmpty()) {
                    queue.offer(taken);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean hasLeft() {
        synchronized (left) {
            return !left.isEmpty();
        }
    }

    private List<Message> takeLeft() {
        synchronized (left) {
            List<Message> taken = List.copyOf(left);
            left.clear();
            leftBytes = 0;
            return taken;
        }
    }

    @Override
    public void execute(Runnable task) {
        queue.execute(task);
    }

    @Override
    public QueueStats stats() {
        QueueStats stats = queue.stats();
        synchronized (left) {
            return new QueueStats(
                    stats.messages() + left.size(),
                    stats.bytes() + leftBytes,
                    stats.received() + left.size() + dropped,
                    stats.delivered(),
                    stats.dropped() + dropped);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
