package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One queue of two subscriptions, so that what they bring is handled serially. It ends with the first of them that
 * ends.
 */
final class JoinedQueue implements DispatchQueue, DispatchTarget {
    private final Topic firstTopic;
    private final ReentrantLock offering = new ReentrantLock();
    private @Nullable DispatchQueue queue;
    private @Nullable DispatchTarget first;
    private volatile @Nullable DispatchTarget second;

    JoinedQueue(Topic firstTopic) {
        this.firstTopic = firstTopic;
    }

    /** Opens the queue for the first subscription, and joins the second to it. */
    DispatchQueue open(Dispatcher dispatcher, QueueLimits limits, DispatchTarget target) {
        if (first == null) {
            first = target;
            queue = dispatcher.open(limits, this);
            return this;
        }
        second = target;
        return new Second(this);
    }

    private DispatchQueue queue() {
        DispatchQueue open = queue;
        if (open == null) {
            throw new IllegalStateException("the queue is not open yet");
        }
        return open;
    }

    /** Takes messages of either; two connections may bring them at a time. */
    @Override
    public void offer(List<Message> messages) {
        offering.lock();
        try {
            queue().offer(messages);
        } finally {
            offering.unlock();
        }
    }

    @Override
    public void execute(Runnable task) {
        queue().execute(task);
    }

    @Override
    public QueueStats stats() {
        return queue().stats();
    }

    @Override
    public void close() {
        queue().close();
    }

    /** Hands each run of messages of one topic to its subscription. */
    @Override
    public void deliver(List<Message> messages) {
        int start = 0;
        for (int i = 1; i <= messages.size(); i++) {
            if (i == messages.size() || isFirst(messages.get(i)) != isFirst(messages.get(start))) {
                target(isFirst(messages.get(start))).deliver(messages.subList(start, i));
                start = i;
            }
        }
    }

    private boolean isFirst(Message message) {
        return message.topic().equals(firstTopic);
    }

    private DispatchTarget target(boolean ofFirst) {
        return Objects.requireNonNull(ofFirst ? first : second, "no message comes before its subscription begins");
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        target(isFirst(message)).dropped(message, policy);
    }

    @Override
    public void ended() {
        target(true).ended();
    }

    @Override
    public void full() {
        tellBoth(DispatchTarget::full);
    }

    @Override
    public void drained() {
        tellBoth(DispatchTarget::drained);
    }

    private void tellBoth(Consumer<DispatchTarget> news) {
        news.accept(target(true));
        DispatchTarget other = second;
        if (other != null) {
            news.accept(other);
        }
    }

    @Override
    public void slowBegan(QueueStats stats) {
        target(true).slowBegan(stats);
    }

    @Override
    public void slowEnded(int worstMessages, long worstBytes, long dropped) {
        target(true).slowEnded(worstMessages, worstBytes, dropped);
    }

    /** The queue as the second subscription has it: what waits is counted by the first. */
    private record Second(JoinedQueue queue) implements DispatchQueue {
        @Override
        public void offer(List<Message> messages) {
            queue.offer(messages);
        }

        @Override
        public void execute(Runnable task) {
            queue.execute(task);
        }

        @Override
        public QueueStats stats() {
            return new QueueStats(0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
