package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PoolOptions.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exclusive pool under many threads: nobody shares a connection, nobody is forgotten, nothing is left. */
class ExclusivePoolStressTest {
    private static final int THREADS = 100;
    private static final int ROUNDS = 500;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ManualFactory factory = ManualFactory.immediate();
    private final Map<CommandConnection, Thread> inUse = new ConcurrentHashMap<>();
    private final AtomicInteger shared = new AtomicInteger();
    private final AtomicInteger closedWhenLent = new AtomicInteger();
    private final AtomicLong served = new AtomicLong();

    ExclusivePoolStressTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private ExclusivePool<CommandConnection> pool(int max, Upkeep upkeep) {
        return new ExclusivePool<>(
                new PoolOptions("test", max, 0, Duration.ofMillis(1), Duration.ofMillis(1)).with(upkeep),
                factory,
                timer);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 3})
    void aHundredThreadsGetConnectionsOfTheirOwn(int max) throws Exception {
        try (ExclusivePool<CommandConnection> pool = pool(max, Upkeep.NONE)) {
            inThreads(number -> {
                for (int i = 0; i < ROUNDS; i++) {
                    use(pool, i % 7 == number % 7);
                }
            });
            assertThat(served).hasValue((long) THREADS * ROUNDS);
            assertThat(shared).as("connections lent twice").hasValue(0);
            assertThat(closedWhenLent).as("closed connections lent").hasValue(0);
            assertThat(pool.stats().leased()).isZero();
            assertThat(pool.stats().waiting()).isZero();
            assertThat(pool.stats().open()).isLessThanOrEqualTo(max);
            assertThat(pool.stats().idle()).isEqualTo(pool.stats().open());
            assertThat(factory.attempts).as("connections made").hasSizeLessThanOrEqualTo(max);
        }
        nothingIsLeft();
    }

    @Test
    void connectionsThatAreLostReplacedAndRefreshedMeanwhileHarmNobody() throws Exception {
        Upkeep upkeep = Upkeep.NONE
                .withMaxLifetime(Duration.ofMillis(40))
                .withIdleTimeout(Duration.ofMillis(20))
                .withLeakAfter(LONG);
        try (ExclusivePool<CommandConnection> pool = pool(10, upkeep)) {
            inThreads(number -> {
                for (int i = 0; i < ROUNDS; i++) {
                    if (number == 0 && i % 20 == 0) {
                        pool.refresh();
                    }
                    Lease<CommandConnection> lease = use(pool, false);
                    if (number == 1 && i % 20 == 0) {
                        ((ManualFactory.Attempt) lease.connection()).lose();
                    }
                }
            });
            assertThat(served).hasValue((long) THREADS * ROUNDS);
            assertThat(shared).as("connections lent twice").hasValue(0);
            assertThat(pool.stats().leased()).isZero();
            assertThat(pool.stats().open()).isLessThanOrEqualTo(10);
            assertThat(factory.open()).isLessThanOrEqualTo(10);
        }
        nothingIsLeft();
    }

    @Test
    void waitersThatGiveBackAtOnceDoNotNest() {
        int waiters = 100_000;
        try (ExclusivePool<CommandConnection> pool = pool(1, Upkeep.NONE)) {
            Lease<CommandConnection> first =
                    pool.lease(0, LONG).toCompletableFuture().join();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < waiters; i++) {
                all.add(pool.lease(0, LONG).thenAccept(Lease::close).toCompletableFuture());
            }
            first.close();
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            assertThat(factory.attempts).hasSize(1);
        }
        nothingIsLeft();
    }

    @Test
    void closingFailsWhoWaitsInManyThreads() throws Exception {
        ExclusivePool<CommandConnection> pool = pool(3, Upkeep.NONE.withIdleTimeout(LONG));
        CountDownLatch waiting = new CountDownLatch(THREADS);
        AtomicInteger refused = new AtomicInteger();
        Thread closer = new Thread(() -> {
            try {
                waiting.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            pool.close();
        });
        closer.start();
        inThreads(number -> {
            var waiter = pool.lease(0, LONG).toCompletableFuture();
            waiting.countDown();
            waiter.whenComplete((lease, failure) -> refused.addAndGet(failure == null ? 0 : 1))
                    .exceptionally(failure -> null)
                    .join();
            if (number < 3) {
                pool.lease(0, LONG).whenComplete((lease, failure) -> refused.addAndGet(failure == null ? 0 : 1));
            }
        });
        closer.join();
        assertThat(refused.get()).isGreaterThanOrEqualTo(THREADS - 3);
        assertThat(pool.stats().waiting()).isZero();
        nothingIsLeft();
    }

    private Lease<CommandConnection> use(ExclusivePool<CommandConnection> pool, boolean tries) {
        Lease<CommandConnection> lease = tries ? pool.tryLease(0) : null;
        lease = lease != null
                ? lease
                : pool.lease(0, LONG).toCompletableFuture().join();
        CommandConnection connection = lease.connection();
        closedWhenLent.addAndGet(connection.isOpen() ? 0 : 1);
        if (inUse.putIfAbsent(connection, Thread.currentThread()) != null) {
            shared.incrementAndGet();
        }
        Thread.onSpinWait();
        inUse.remove(connection);
        served.incrementAndGet();
        lease.close();
        return lease;
    }

    private void nothingIsLeft() {
        assertThat(factory.open()).as("open connections").isZero();
        await("tasks").until(() -> timer.getQueue().isEmpty());
    }

    private interface Work {
        void run(int number) throws Exception;
    }

    private static void inThreads(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            CompletableFuture<Void> end = new CompletableFuture<>();
            done.add(end);
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    work.run(number);
                    end.complete(null);
                } catch (Throwable e) {
                    end.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
    }
}
