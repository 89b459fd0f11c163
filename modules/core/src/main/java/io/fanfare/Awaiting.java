package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what a subscription brings, with a deadline. However the result comes about, the subscription is ended and
 * the deadline is forgotten. The result completes on the completion thread.
 *
 * @param <R> what is waited for
 */
abstract class Awaiting<R> {
    private final ClientRuntime runtime;
    private final Duration timeout;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<@Nullable Future<?>> deadline = new AtomicReference<>();

    /** Whether the server has confirmed. */
    private volatile boolean confirmed;

    Awaiting(ClientRuntime runtime, Duration timeout) {
        this.runtime = runtime;
        this.timeout = timeout;
    }

    /** Called on the completion thread when the server has confirmed. */
    abstract void ready();

    /** Says what was seen of what did not come in time. */
    abstract String missing();

    /** Begins; what {@code subscribe} throws fails the result. */
    @SuppressWarnings("FutureReturnValueIgnored") // the result tells of all that can fail
    final CompletableFuture<R> begin(Supplier<Subscription> subscribe) {
        result.whenComplete((value, failure) -> release());
        Subscription begun;
        try {
            begun = subscribe.get();
        } catch (Throwable e) {
            result.completeExceptionally(e);
            return result;
        }
        subscription.set(begun);
        deadline.set(Later.schedule(runtime.timer(), timeout, this::timedOut));
        if (result.isDone()) {
            release();
        }
        begun.ready().thenRun(this::confirmed);
        begun.ended()
                .whenComplete((nothing, cause) -> fail(
                        cause == null
                                ? new PubSubException(ErrorCode.CLOSED, "the client was closed while waiting")
                                : Link.unwrap(cause)));
        return result;
    }

    private void confirmed() {
        confirmed = true;
        if (!result.isDone()) {
            ready();
        }
    }

    private void timedOut() {
        fail(new PubSubException(
                ErrorCode.TIMEOUT,
                missing() + " within " + timeout.toMillis() + " ms; the subscription was "
                        + (confirmed ? "confirmed" : "not confirmed") + ", the client is "
                        + runtime.state().phase()));
    }

    final void complete(R value) {
        runtime.completions().execute(() -> result.complete(value));
    }

    final void fail(PubSubException cause) {
        runtime.completions().execute(() -> result.completeExceptionally(cause));
    }

    private void release() {
        Subscription begun = subscription.getAndSet(null);
        if (begun != null) {
            begun.close();
        }
        Future<?> timer = deadline.getAndSet(null);
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
