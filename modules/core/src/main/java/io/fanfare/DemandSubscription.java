package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.QueueLimits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of one {@link Flow.Subscriber}. Its signals are serial: whoever wants to make one counts itself in,
 * and the thread that finds the count at zero makes those of all. Messages are handed over in turns of the dispatcher;
 * the end is told on whatever thread it comes.
 */
final class DemandSubscription<T> implements Flow.Subscription, DemandQueue.Asker {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final End COMPLETE = new End(null);

    /** How the subscription ended; without a cause if its client was drained or closed. */
    private record End(@Nullable Throwable cause) {}

    /** Null once it was told of the end, or has cancelled. */
    private final AtomicReference<Flow.@Nullable Subscriber<? super Delivery<T>>> subscriber;

    /** Completes when the subscriber was told of the end, or has cancelled. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger signalling = new AtomicInteger(1);
    private volatile @Nullable DemandQueue queue;
    private volatile @Nullable Subscription subscription;

    DemandSubscription(Flow.Subscriber<? super Delivery<T>> subscriber) {
        this.subscriber = new AtomicReference<>(subscriber);
    }

    /** Calls {@code onSubscribe}, and begins the subscription when that has returned. */
    void begin(TopicPublisher<T> publisher) {
        Flow.Subscriber<? super Delivery<T>> told = subscriber.get();
        try {
            if (told != null) {
                told.onSubscribe(this);
            }
        } catch (Throwable e) {
            cancel();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the onSubscribe of a subscriber of " + publisher.topic() + " threw",
                    e);
        }
        signalling.set(0);
        if (end.get() != null) {
            signal();
        } else if (subscriber.get() != null) {
            subscribe(publisher);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // telling of the end fails nobody
    private void subscribe(TopicPublisher<T> publisher) {
        Subscription made;
        try {
            made = publisher
                    .settings()
                    .apply(publisher.topic().onDelivery(this::next))
                    .subscribe(this::openQueue);
        } catch (Throwable e) {
            end(new End(e));
            return;
        }
        subscription = made;
        if (subscriber.get() == null || end.get() != null) {
            made.close();
        }
        made.ended().whenComplete((nothing, cause) -> end(cause == null ? COMPLETE : new End(Link.unwrap(cause))));
    }

    private DispatchQueue openQueue(
            Dispatcher dispatcher, DispatcherOptions options, QueueLimits limits, DispatchTarget target) {
        DemandQueue made = new DemandQueue(
                limits, target, options.budget(), dispatcher.open(limits, target), this, options.timer());
        queue = made;
        return made;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            end(new End(new IllegalArgumentException("request(" + n + "): a demand is 1 or more")));
            return;
        }
        long before = demand.getAndAccumulate(n, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        DemandQueue waiting = queue;
        if (before == 0 && waiting != null) {
            waiting.demanded();
        }
    }

    @Override
    public void cancel() {
        subscriber.set(null);
        closeSubscription();
        over.complete(null);
    }

    @Override
    public long demand() {
        return demand.get();
    }

    @Override
    public void turn() {
        signal();
    }

    @Override
    public void finish() {
        end(COMPLETE);
    }

    @Override
    public CompletableFuture<Void> over() {
        return over;
    }

    private void end(End how) {
        if (end.compareAndSet(null, how)) {
            closeSubscription();
            signal();
        }
    }

    private void closeSubscription() {
        Subscription begun = subscription;
        if (begun != null) {
            begun.close();
        }
    }

    private void signal() {
        if (signalling.getAndIncrement() != 0) {
            return;
        }
        int count = 1;
        do {
            signalOnce();
            count = signalling.addAndGet(-count);
        } while (count != 0);
    }

    private void signalOnce() {
        End how = end.get();
        DemandQueue waiting = queue;
        if (how != null) {
            tellEnd(how);
        } else if (waiting != null) {
            waiting.handOver();
        }
    }

    private void tellEnd(End how) {
        Flow.Subscriber<? super Delivery<T>> told = subscriber.getAndSet(null);
        if (told == null) {
            return;
        }
        try {
            if (how.cause() == null) {
                told.onComplete();
            } else {
                told.onError(how.cause());
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a subscriber threw when it was told of the end", e);
        } finally {
            over.complete(null);
        }
    }

    /** Hands one delivery over. A subscriber that throws has cancelled. */
    private void next(Delivery<T> delivery) throws Exception {
        Flow.Subscriber<? super Delivery<T>> told = subscriber.get();
        if (told == null || end.get() != null) {
            return;
        }
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        try {
            told.onNext(delivery);
        } catch (Throwable e) {
            cancel();
            throw e;
        }
    }
}
