package io.fanfare;

import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the credentials every interval, and has the open connections authenticated anew when they have changed. The
 * supplier is the application's, so it is called on a thread of its own, one call at a time. Thread-safe.
 */
final class CredentialWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Supplier<Credentials> supplier;
    private final Function<Credentials, CompletableFuture<Void>> renewal;
    private final ClientTimer timer;
    private final Duration interval;
    private final ThreadPoolExecutor worker;
    private final FailureRun failures = new FailureRun();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Credentials known;
    private @Nullable CompletableFuture<Void> running;

    /**
     * Creates one.
     *
     * @param renewal authenticates all connections
     * @param interval how often to ask; zero for only when told to
     */
    CredentialWatch(
            Supplier<Credentials> supplier,
            Function<Credentials, CompletableFuture<Void>> renewal,
            ClientTimer timer,
            Duration interval,
            String thread) {
        this.supplier = supplier;
        this.renewal = renewal;
        this.timer = timer;
        this.interval = interval;
        this.worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), task -> {
            Thread started = ClientThread.of(thread, task);
            threads.add(started);
            return started;
        });
    }

    /** Begins to ask. */
    void start() {
        var unused = look(false);
        later();
    }

    private void later() {
        if (!interval.isZero()) {
            var unused = Later.schedule(timer, interval, () -> {
                var unusedToo = look(true);
                later();
            });
        }
    }

    /** Asks now; the stage completes when every connection has what was supplied, and fails as one of them does. */
    CompletableFuture<Void> refresh() {
        return look(true);
    }

    private synchronized CompletableFuture<Void> look(boolean renews) {
        CompletableFuture<Void> present = running;
        if (present != null && !present.isDone()) {
            return present;
        }
        CompletableFuture<Void> begun = new CompletableFuture<>();
        running = begun;
        worker.execute(() -> ask(renews, begun));
        return begun.whenComplete((nothing, failure) -> settle(failure));
    }

    private void ask(boolean renews, CompletableFuture<Void> begun) {
        try {
            Credentials now = supplier.get();
            Credentials before = known;
            if (!renews || (before != null && now.equals(before))) {
                known = now;
                begun.complete(null);
                return;
            }
            var unused = renewal.apply(now).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    known = now;
                    begun.complete(null);
                } else {
                    begun.completeExceptionally(Link.unwrap(failure));
                }
            });
        } catch (Throwable e) {
            begun.completeExceptionally(
                    e instanceof PubSubException known
                            ? known
                            : new PubSubException(
                                    ErrorCode.AUTHENTICATION_FAILED, "the supplier of credentials threw " + e, e));
        }
    }

    private void settle(@Nullable Throwable failure) {
        if (failure != null) {
            if (failures.failed()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "credentials: open connections keep what they were authenticated with; tried again every "
                                + interval.toSeconds() + " s: "
                                + Link.unwrap(failure).getMessage());
            }
            return;
        }
        FailureRun.Ended run = failures.succeeded();
        if (run != null) {
            LOG.log(System.Logger.Level.INFO, "credentials: renewed, after " + run.millis() + " ms");
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        Joining.join(threads.toArray(Thread[]::new));
    }
}
