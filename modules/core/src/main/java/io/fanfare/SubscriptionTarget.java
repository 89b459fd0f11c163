package io.fanfare;

import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.SlowConsumer;
import io.fanfare.spi.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the messages of one subscription and calls its handlers. */
final class SubscriptionTarget<T> implements DispatchTarget {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Topic topic;
    private final TypedCodec<T> codec;
    private final Handling<T> handling;
    private final @Nullable Handler<? super Gap> gapHandler;
    private final @Nullable Handler<? super MessageFailure> failureHandler;
    private final PubSubObserver observer;
    private final @Nullable HandlerWatch watch;
    private final HandlerCalls calls;
    private final HandlingLog log;
    private volatile boolean stopped;
    private volatile boolean overflowed;
    private volatile Runnable onEnd = () -> {};

    /** Guards the next three. */
    private final Object pressure = new Object();

    private Runnable onFull = () -> {};
    private Runnable onDrained = () -> {};
    private boolean full;

    /** When the episode began in which the handler is slow; used only by the one that tells of it. */
    private Instant slowSince = Instant.MIN;

    SubscriptionTarget(
            Topic topic,
            TypedCodec<T> codec,
            Handling<T> handling,
            @Nullable Handler<? super Gap> gapHandler,
            @Nullable Handler<? super MessageFailure> failureHandler,
            PubSubObserver observer,
            @Nullable HandlerWatch watch) {
        this.topic = topic;
        this.codec = codec;
        this.handling = handling;
        this.gapHandler = gapHandler;
        this.failureHandler = failureHandler;
        this.observer = observer;
        this.watch = watch;
        this.calls = new HandlerCalls(topic);
        this.log = new HandlingLog(topic);
    }

    /** Has the calls of handlers watched until {@link #stop()}. */
    void start() {
        if (watch != null) {
            watch.add(calls);
        }
    }

    /** Sets what to do when the queue ends the subscription. */
    void onEnd(Runnable task) {
        onEnd = task;
    }

    /**
     * Sets what to do when the queue is full under the policy block, which it may be already, and when it has drained.
     */
    void onPressure(Runnable whenFull, Runnable whenDrained) {
        synchronized (pressure) {
            onFull = whenFull;
            onDrained = whenDrained;
            if (full) {
                onFull.run();
            }
        }
    }

    /** Stops calling handlers, as {@link #stop()} does; what is kept from them is dropped. */
    void stopByOverflow() {
        overflowed = true;
        stop();
    }

    /** Stops calling handlers, in the middle of a batch too. */
    void stop() {
        stopped = true;
        if (watch != null) {
            watch.remove(calls);
        }
    }

    @Override
    public void deliver(List<Message> messages) {
        HandlerCalls.Run run = calls.begin();
        try {
            if (handling instanceof Handling.Single<T> single) {
                for (int i = 0; i < messages.size(); i++) {
                    run.next();
                    deliver(messages.get(i), single.handler());
                }
            } else if (handling instanceof Handling.Batch<T> batch) {
                deliver(messages, run, batch.handler());
            }
        } finally {
            calls.end(run);
        }
    }

    private void deliver(Message message, Handler<? super Delivery<T>> one) {
        if (stopped) {
            keptBack(message);
            return;
        }
        Delivery<T> delivery = decode(message);
        if (delivery == null) {
            return;
        }
        if (stopped) {
            keptBack(message);
            return;
        }
        try {
            one.handle(delivery);
            log.handled();
        } catch (Throwable e) {
            failed(new MessageFailure(ErrorCode.HANDLER_FAILED, "a handler threw", message, codec.id(), e));
        } finally {
            clearInterrupt();
        }
    }

    private void deliver(List<Message> messages, HandlerCalls.Run run, Handler<? super List<Delivery<T>>> batch) {
        List<Delivery<T>> deliveries = new ArrayList<>(messages.size());
        List<Message> decoded = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (stopped) {
                keptBack(message);
                continue;
            }
            run.next();
            Delivery<T> delivery = decode(message);
            if (delivery != null) {
                deliveries.add(delivery);
                decoded.add(message);
            }
        }
        if (deliveries.isEmpty()) {
            return;
        }
        if (stopped) {
            decoded.forEach(this::keptBack);
            return;
        }
        run.next();
        try {
            batch.handle(Collections.unmodifiableList(deliveries));
            log.handled();
        } catch (Throwable e) {
            allFailed(decoded, run, e);
        } finally {
            clearInterrupt();
        }
    }

    private void allFailed(List<Message> messages, HandlerCalls.Run run, Throwable cause) {
        String what = "a batch handler threw, for " + messages.size() + " messages";
        for (int i = 0; i < messages.size(); i++) {
            run.next();
            failed(new MessageFailure(ErrorCode.HANDLER_FAILED, what, messages.get(i), codec.id(), cause));
        }
    }

    /** Tells of a message that is not handled any more, if that is for a full queue. */
    private void keptBack(Message message) {
        if (overflowed) {
            observer.dropped(message, OverflowPolicy.END);
        }
    }

    /** Returns null if the message could not be decoded, after reporting that. */
    private @Nullable Delivery<T> decode(Message message) {
        try {
            return new Delivery<>(topic, message.channel(), codec.codec().decode(message.payload()));
        } catch (Throwable e) {
            failed(new MessageFailure(ErrorCode.DECODE_FAILED, "a payload was not decoded", message, codec.id(), e));
            return null;
        }
    }

    private void failed(MessageFailure failure) {
        observer.handlingFailed(failure.rejected(), failure);
        if (failureHandler == null) {
            log.skipped(failure);
            return;
        }
        try {
            failureHandler.handle(failure);
            log.errorHandlerReturned();
        } catch (Throwable e) {
            log.errorHandlerThrew(e);
        } finally {
            clearInterrupt();
        }
    }

    /** Calls the gap handler; called in the order of the messages. */
    void gap(Gap gap) {
        if (stopped || gapHandler == null) {
            return;
        }
        HandlerCalls.Run run = calls.begin();
        try {
            gapHandler.handle(gap);
        } catch (Throwable e) {
            log.gapHandlerThrew(e);
        } finally {
            calls.end(run);
            clearInterrupt();
        }
    }

    /** Keeps an interrupt that a handler left behind from reaching the next message or another subscription. */
    private void clearInterrupt() {
        if (Thread.interrupted()) {
            LOG.log(System.Logger.Level.DEBUG, "a handler of a subscription to {0} left its thread interrupted", topic);
        }
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        observer.dropped(message, policy);
    }

    @Override
    public void ended() {
        onEnd.run();
    }

    @Override
    public void full() {
        synchronized (pressure) {
            full = true;
            onFull.run();
        }
    }

    @Override
    public void drained() {
        synchronized (pressure) {
            full = false;
            onDrained.run();
        }
    }

    @Override
    public void slowBegan(QueueStats stats) {
        slowSince = Instant.now();
        log.slowBegan(stats);
    }

    @Override
    public void slowEnded(int worstMessages, long worstBytes, long dropped) {
        SlowConsumer episode = new SlowConsumer(topic, slowSince, Instant.now(), worstMessages, worstBytes, dropped);
        log.slowEnded(episode);
        observer.slowConsumer(episode);
    }
}
