package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/** Someone who waits for a lease: done by a lease, by the end of the timeout, or by the end of the pool. */
final class Waiter<C extends Connection> extends CompletableFuture<Lease<C>> {
    private final long startNanos = System.nanoTime();

    /**
     * Begins the timeout.
     *
     * @param onTimeout takes this waiter out of its queue
     * @param failure makes the failure from how long it waited
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the stage that cancels the expiry cannot fail
    void expire(
            Duration timeout,
            ScheduledExecutorService timer,
            Consumer<Waiter<C>> onTimeout,
            Function<Duration, PubSubException> failure) {
        Future<?> expiry = Later.schedule(timer, timeout, () -> {
            onTimeout.accept(this);
            completeExceptionally(failure.apply(Duration.ofNanos(System.nanoTime() - startNanos)));
        });
        if (expiry != null) {
            whenComplete((lease, cause) -> expiry.cancel(false));
        }
    }

    static PubSubException closed(String pool) {
        return new PubSubException(ErrorCode.CLOSED, "pool " + pool + " is closed");
    }
}
