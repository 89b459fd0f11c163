package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Waits for an event that is wanted. */
final class AwaitedEvent<T> extends Awaiting<Event<T>> implements Handler<Event<T>> {
    private final String name;
    private final Predicate<? super Event<T>> wanted;
    private final Runnable whenReady;
    private final AtomicLong unwanted = new AtomicLong();
    private final AtomicLong undecoded = new AtomicLong();

    AwaitedEvent(
            ClientRuntime runtime,
            String name,
            Predicate<? super Event<T>> wanted,
            Duration timeout,
            Runnable whenReady) {
        super(runtime, timeout);
        this.name = name;
        this.wanted = Objects.requireNonNull(wanted, "wanted");
        this.whenReady = Objects.requireNonNull(whenReady, "whenReady");
    }

    @Override
    public void handle(Event<T> event) {
        try {
            if (wanted.test(event)) {
                complete(event);
            } else {
                unwanted.incrementAndGet();
            }
        } catch (Throwable e) {
            fail(new PubSubException(
                    ErrorCode.HANDLER_FAILED, "the predicate of waitFor for " + event.name() + " threw: " + e, e));
        }
    }

    /** Counts a message that was not decoded. */
    void skipped(MessageFailure failure) {
        undecoded.incrementAndGet();
    }

    @Override
    void ready() {
        try {
            whenReady.run();
        } catch (Throwable e) {
            fail(new PubSubException(ErrorCode.HANDLER_FAILED, "whenReady of waitFor for " + name + " threw: " + e, e));
        }
    }

    @Override
    String missing() {
        return "no wanted event " + name + " came (" + unwanted + " others did, and " + undecoded
                + " that could not be decoded)";
    }
}
