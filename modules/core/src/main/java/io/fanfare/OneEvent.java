package io.fanfare;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Hands the first event on, and ends the subscription. */
final class OneEvent<T> implements Handler<Event<T>> {
    private final Handler<? super Event<T>> handler;
    private final AtomicBoolean came = new AtomicBoolean();
    private volatile @Nullable Subscription subscription;

    OneEvent(Handler<? super Event<T>> handler) {
        this.handler = handler;
    }

    /** Tells which subscription to end; the event may have come already. */
    void began(Subscription begun) {
        subscription = begun;
        if (came.get()) {
            begun.close();
        }
    }

    @Override
    public void handle(Event<T> event) throws Exception {
        if (!came.compareAndSet(false, true)) {
            return;
        }
        Subscription begun = subscription;
        if (begun != null) {
            begun.close();
        }
        handler.handle(event);
    }
}
