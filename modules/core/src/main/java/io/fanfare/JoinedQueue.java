package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One queue of two subscriptions, so that what they bring is handled serially. It ends with the first of them that
 * ends.
 */
final class JoinedQueue implements DispatchQueue, DispatchTarget {
    private final Topic firstTopic;
    private @Nullable MergingQueue queue;
    private @Nullable DispatchTarget first;

    /** Guards what follows, so that the second subscription hears whether the queue is full as it joins. */
    private final Object pressure = new Object();

    private volatile @Nullable DispatchTarget second;
    private boolean full;

    JoinedQueue(Topic firstTopic) {
        this.firstTopic = firstTopic;
    }

    /** Opens the queue for the first subscription, and joins the second to it. */
    DispatchQueue open(Dispatcher dispatcher, DispatcherOptions options, QueueLimits limits, DispatchTarget target) {
        if (first == null) {
            first = target;
            queue = new MergingQueue(dispatcher.open(limits, this), limits, this);
            return this;
        }
        synchronized (pressure) {
            second = target;
            if (full) {
                target.full();
            }
        }
        return new Second(this);
    }

    private MergingQueue queue() {
        MergingQueue open = queue;
        if (open == null) {
            throw new IllegalStateException("the queue is not open yet");
        }
        return open;
    }

    /** Takes messages of either; two connections may bring them at a time. */
    @Override
    public void offer(List<Message> messages) {
        queue().offer(messages);
    }

    /** Takes a message of either that no connection brought. Does not block. */
    void leave(Message message) {
        queue().leave(message);
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
        tellBoth(true, DispatchTarget::full);
    }

    @Override
    public void drained() {
        tellBoth(false, DispatchTarget::drained);
    }

    private void tellBoth(boolean isFull, Consumer<DispatchTarget> news) {
        synchronized (pressure) {
            full = isFull;
            news.accept(target(true));
            DispatchTarget other = second;
            if (other != null) {
                news.accept(other);
            }
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
