package io.fanfare;

import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the messages of one subscription and calls its handlers. */
final class SubscriptionTarget<T> implements DispatchTarget {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Topic topic;
    private final TypedCodec<T> codec;
    private final Handler<? super Delivery<T>> handler;
    private final @Nullable Handler<? super Gap> gapHandler;
    private final @Nullable Handler<? super MessageFailure> failureHandler;
    private final PubSubObserver observer;
    private volatile boolean stopped;
    private volatile Runnable onEnd = () -> {};

    SubscriptionTarget(
            Topic topic,
            TypedCodec<T> codec,
            Handler<? super Delivery<T>> handler,
            @Nullable Handler<? super Gap> gapHandler,
            @Nullable Handler<? super MessageFailure> failureHandler,
            PubSubObserver observer) {
        this.topic = topic;
        this.codec = codec;
        this.handler = handler;
        this.gapHandler = gapHandler;
        this.failureHandler = failureHandler;
        this.observer = observer;
    }

    /** Sets what to do when the queue ends the subscription. */
    void onEnd(Runnable task) {
        onEnd = task;
    }

    /** Stops calling handlers, in the middle of a batch too. */
    void stop() {
        stopped = true;
    }

    @Override
    public void deliver(List<Message> messages) {
        for (int i = 0; i < messages.size() && !stopped; i++) {
            deliver(messages.get(i));
        }
    }

    private void deliver(Message message) {
        T value;
        try {
            value = codec.codec().decode(message.payload());
        } catch (Throwable e) {
            failed(new MessageFailure(ErrorCode.DECODE_FAILED, "a payload was not decoded", message, codec.id(), e));
            return;
        }
        if (stopped) {
            return;
        }
        try {
            handler.handle(new Delivery<>(topic, message.channel(), value));
        } catch (Throwable e) {
            failed(new MessageFailure(ErrorCode.HANDLER_FAILED, "a handler threw", message, codec.id(), e));
        } finally {
            clearInterrupt();
        }
    }

    private void failed(MessageFailure failure) {
        observer.handlingFailed(failure.rejected(), failure);
        if (failureHandler == null) {
            LOG.log(System.Logger.Level.WARNING, "a message was skipped; name a handler with onError", failure);
            return;
        }
        try {
            failureHandler.handle(failure);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "the error handler of a subscription to " + topic + " threw", e);
        } finally {
            clearInterrupt();
        }
    }

    /** Calls the gap handler; called in the order of the messages. */
    void gap(Gap gap) {
        if (stopped || gapHandler == null) {
            return;
        }
        try {
            gapHandler.handle(gap);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "the gap handler of a subscription to " + topic + " threw", e);
        } finally {
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
}
