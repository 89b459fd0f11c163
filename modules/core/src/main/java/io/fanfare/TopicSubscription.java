package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A subscription of the application to one topic of a {@link SubscriberGroup}. */
final class TopicSubscription implements Subscription, Recipient {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    /** Gaps that the handler has not heard of yet; beyond that the newest two become one. */
    private static final int GAPS = 16;

    private final Topic topic;
    private final SubscriberGroup group;
    private final SubscriptionTarget<?> target;
    private final DispatchQueue queue;
    private final Executor completions;
    private final Runnable onClose;
    private final @Nullable SequenceTracker tracker;
    private final @Nullable SequenceGaps sequenceGaps;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean dispatcherThrew = new AtomicBoolean();
    private final Deque<Gap> gaps = new ArrayDeque<>();

    /** Whether the server has ever confirmed; written under the lock of the subscriber that tells. */
    private volatile boolean confirmed;

    TopicSubscription(
            Topic topic,
            SubscriberGroup group,
            SubscriptionTarget<?> target,
            DispatchQueue queue,
            Executor completions,
            Runnable onClose,
            @Nullable SequenceTracker tracker,
            @Nullable SequenceGaps sequenceGaps) {
        this.topic = topic;
        this.group = group;
        this.target = target;
        this.queue = queue;
        this.completions = completions;
        this.onClose = onClose;
        this.tracker = tracker;
        this.sequenceGaps = sequenceGaps;
        target.onEnd(this::endByOverflow);
        target.onPressure(group.reading()::pause, group.reading()::resume);
        target.start();
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public QueueStats queue() {
        return queue.stats();
    }

    @Override
    public Integrity integrity() {
        return tracker == null ? Integrity.NONE : tracker.integrity();
    }

    @Override
    public boolean isOwn() {
        return false;
    }

    /** Queues messages for the handler; called on the thread that reads the connection. */
    @Override
    public void offer(List<Message> messages) {
        if (tracker != null) {
            track(tracker, messages);
        }
        try {
            queue.offer(messages);
        } catch (Throwable e) {
            if (dispatcherThrew.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "the dispatcher of a subscription to " + topic + " threw; its further throws are not logged",
                        e);
            }
        }
    }

    private void track(SequenceTracker by, List<Message> messages) {
        if (by.arrived(messages, System.nanoTime()) && sequenceGaps != null) {
            sequenceGaps.expect(topic, by, this::enqueue);
        }
    }

    /** Notes that the server has confirmed; returns whether it had done so before. */
    @Override
    public boolean confirm() {
        boolean before = confirmed;
        confirmed = true;
        if (!before && queue instanceof LocalListener listener) {
            listener.confirmed();
        }
        return before;
    }

    @Override
    public boolean isConfirmed() {
        return confirmed;
    }

    /** Tells the application that the server has confirmed for the first time. */
    @Override
    public void tellReady() {
        completions.execute(() -> ready.complete(null));
    }

    /** Queues a gap of the connection for its handler, behind the messages that arrived before it. */
    @Override
    public void tell(Gap gap) {
        if (tracker != null) {
            tracker.gapReported();
        }
        enqueue(gap);
    }

    private void enqueue(Gap gap) {
        synchronized (gaps) {
            if (gaps.size() == GAPS) {
                Gap newest = gaps.removeLast();
                gaps.addLast(new Gap(topic, newest.start(), gap.end(), gap.cause()));
                return;
            }
            gaps.addLast(gap);
        }
        queue.execute(this::handOverGap);
    }

    private void handOverGap() {
        Gap gap;
        synchronized (gaps) {
            gap = gaps.pollFirst();
        }
        if (gap != null) {
            target.gap(gap);
        }
    }

    /**
     * Completes when everything that is queued now has been handled, or is left because nobody asks for it. No more
     * messages come from then on.
     */
    CompletableFuture<Void> emptied() {
        if (queue instanceof DemandQueue demanded) {
            return demanded.finish().applyToEither(demanded.abandoned(), nothing -> null);
        }
        CompletableFuture<Void> emptied = new CompletableFuture<>();
        queue.execute(() -> emptied.complete(null));
        return emptied;
    }

    /** Completes when messages are queued that nobody asks for; never if that is not known. */
    CompletableFuture<Void> abandoned() {
        return queue instanceof DemandQueue demanded ? demanded.abandoned() : new CompletableFuture<>();
    }

    /** Ends the subscription for a cause other than the application's wish; its topic is given up already. */
    @Override
    public void fail(PubSubException cause) {
        if (ending.compareAndSet(false, true)) {
            stop();
            complete(cause);
            group.forget(this);
            onClose.run();
        }
    }

    private void endByOverflow() {
        PubSubException cause = new PubSubException(
                ErrorCode.QUEUE_OVERFLOW,
                "the subscription to " + topic + " was ended, since its queue was full (" + queue.stats()
                        + "); its handler is slower than its channel");
        LOG.log(System.Logger.Level.WARNING, cause.getMessage());
        completions.execute(() -> {
            if (ending.compareAndSet(false, true)) {
                target.stopByOverflow();
                queue.close();
                group.remove(this, () -> complete(cause));
                group.forget(this);
                onClose.run();
            }
        });
    }

    @Override
    public CompletableFuture<Void> unsubscribe() {
        if (ending.compareAndSet(false, true)) {
            stop();
            group.remove(this, () -> complete(null));
            group.forget(this);
            onClose.run();
        }
        return ended.handle((nothing, cause) -> null);
    }

    private void complete(@Nullable PubSubException cause) {
        completions.execute(() -> {
            if (!ready.isDone()) {
                ready.completeExceptionally(
                        cause != null
                                ? cause
                                : new PubSubException(
                                        ErrorCode.CLOSED,
                                        "the subscription to " + topic + " was closed before it was confirmed"));
            }
            if (cause == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(cause);
            }
        });
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
