package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A subscription of the application to one topic of a {@link Subscriber}. */
final class TopicSubscription implements Subscription {
    /** Gaps that a handler has not heard of yet; beyond that the oldest two become one. */
    private static final int GAPS = 16;

    private final Topic topic;
    private final Subscriber subscriber;
    private final SubscriptionTarget<?> target;
    private final DispatchQueue queue;
    private final Executor completions;
    private final Runnable onClose;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicReference<CompletableFuture<Void>> ended = new AtomicReference<>();
    private final Deque<Gap> gaps = new ArrayDeque<>();

    TopicSubscription(
            Topic topic,
            Subscriber subscriber,
            SubscriptionTarget<?> target,
            DispatchQueue queue,
            Executor completions,
            Runnable onClose) {
        this.topic = topic;
        this.subscriber = subscriber;
        this.target = target;
        this.queue = queue;
        this.completions = completions;
        this.onClose = onClose;
        target.onEnd(this::endByOverflow);
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public QueueStats queue() {
        return queue.stats();
    }

    DispatchQueue dispatchQueue() {
        return queue;
    }

    /** The server has confirmed. */
    void confirmed() {
        if (!ready.isDone()) {
            completions.execute(() -> ready.complete(null));
        }
    }

    /** The subscription cannot be, or be any longer; called without the subscriber's lock. */
    void fail(PubSubException cause) {
        stop();
        ended.compareAndSet(null, CompletableFuture.completedFuture(null));
        completions.execute(() -> ready.completeExceptionally(cause));
        onClose.run();
    }

    void gap(Gap gap) {
        synchronized (gaps) {
            if (gaps.size() == GAPS) {
                Gap oldest = gaps.removeFirst();
                Gap next = gaps.removeFirst();
                gaps.addFirst(new Gap(topic, oldest.start(), next.end(), next.cause()));
            }
            gaps.add(gap);
            if (gaps.size() > 1) {
                return;
            }
        }
        queue.execute(this::tellGaps);
    }

    private void tellGaps() {
        for (Gap gap = firstGap(); gap != null; gap = firstGap()) {
            target.gap(gap);
        }
    }

    private @Nullable Gap firstGap() {
        synchronized (gaps) {
            return gaps.pollFirst();
        }
    }

    private void endByOverflow() {
        PubSubException cause = new PubSubException(
                ErrorCode.QUEUE_OVERFLOW,
                "the subscription to " + topic + " was ended, since its queue was full (" + queue.stats()
                        + "); its handler is slower than its channel");
        System.getLogger(Fanfare.class.getName()).log(System.Logger.Level.WARNING, cause.getMessage());
        completions.execute(() -> {
            ready.completeExceptionally(cause);
            close();
        });
    }

    @Override
    public CompletableFuture<Void> unsubscribe() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        CompletableFuture<Void> earlier = ended.compareAndExchange(null, result);
        if (earlier != null) {
            return earlier;
        }
        stop();
        subscriber.remove(this, () -> completions.execute(() -> result.complete(null)));
        completions.execute(() -> ready.completeExceptionally(new PubSubException(
                ErrorCode.CLOSED, "the subscription to " + topic + " was closed before it was confirmed")));
        onClose.run();
        return result;
    }

    private void stop() {
        target.stop();
        queue.close();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // closing does not wait for the server
    public void close() {
        unsubscribe();
    }

    @Override
    public String toString() {
        return "subscription to " + topic;
    }
}
