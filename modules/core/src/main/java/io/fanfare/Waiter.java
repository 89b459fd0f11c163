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
import org.jspecify.annotations.Nullable;

/** Someone who waits for a lease: done by a lease, by the end of the timeout, or by the end of the pool. */
final class Waiter<C extends Connection> extends CompletableFuture<Lease<C>> {
    private final long startNanos = System.nanoTime();
    private final LeakWatch.@Nullable Borrower borrower;
    private volatile boolean expired;

    Waiter() {
        this(null);
    }

    Waiter(LeakWatch.@Nullable Borrower borrower) {
        this.borrower = borrower;
    }

    /** Returns who asked; null if that is not wanted to be known. */
    LeakWatch.@Nullable Borrower borrower() {
        return borrower;
    }

    /**
     * Begins the timeout.
     *
     * @param forget takes this waiter out of its queue; called if it fails, also if who asked cancels it
     * @param failure makes the failure from how long it waited
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the stage that cancels the expiry cannot fail
    void expire(
            Duration timeout,
            ScheduledExecutorService timer,
            Consumer<Waiter<C>> forget,
            Function<Duration, PubSubException> failure) {
        Future<?> expiry = Later.schedule(timer, timeout, () -> {
            expired = true;
            forget.accept(this);
            completeExceptionally(failure.apply(Duration.ofNanos(System.nanoTime() - startNanos)));
        });
        whenComplete((lease, cause) -> {
            if (cause != null && !expired) {
                forget.accept(this);
            }
            if (expiry != null) {
                expiry.cancel(false);
            }
        });
    }

    static PubSubException closed(String pool) {
        return new PubSubException(ErrorCode.CLOSED, "pool " + pool + " is closed");
    }
}
