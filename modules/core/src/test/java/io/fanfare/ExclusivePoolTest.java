package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExclusivePoolTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Memory memory = new Memory();
    private final Transport transport = new MemoryTransportProvider().open(TransportOptions.defaults());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExclusivePool<PublishConnection> pool = new ExclusivePool<>(
            new PoolOptions("test", 2, 0, Duration.ofMillis(1), Duration.ofMillis(5)),
            listener -> transport.connectPublisher(memory.node(), listener),
            timer);

    @AfterEach
    void close() {
        pool.close();
        transport.close();
        timer.shutdownNow();
        memory.close();
    }

    private Lease<PublishConnection> lease() {
        return pool.lease(0, LONG).toCompletableFuture().join();
    }

    @Test
    void lendsTheConnectionUsedLast() {
        Lease<PublishConnection> first = lease();
        PublishConnection connection = first.connection();
        assertThat(lease().connection()).isNotSameAs(connection);
        first.close();
        assertThat(lease().connection()).isSameAs(connection);
        assertThat(pool.stats().opened()).isEqualTo(2);
        assertThat(pool.stats().reused()).isEqualTo(1);
    }

    @Test
    void closingALeaseTwiceGivesItBackOnce() {
        Lease<PublishConnection> lease = lease();
        lease.close();
        lease.close();
        assertThat(pool.stats().idle()).isEqualTo(1);
        assertThat(lease().connection()).isNotSameAs(lease().connection());
    }

    @Test
    void servesThoseWhoWaitInOrder() {
        Lease<PublishConnection> one = lease();
        Lease<PublishConnection> two = lease();
        List<Integer> served = new ArrayList<>();
        List<CompletableFuture<Lease<PublishConnection>>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            var waiter = pool.lease(0, LONG).toCompletableFuture();
            waiting.add(waiter.whenComplete((lease, failure) -> served.add(number)));
        }
        assertThat(pool.tryLease(0)).isNull();
        one.close();
        two.close();
        for (int i = 0; i < 10; i++) {
            waiting.get(i).join().close();
        }
        assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(pool.stats().opened()).isEqualTo(2);
    }

    @Test
    void exhaustionCarriesTheNumbers() {
        lease();
        lease();
        var waiter = pool.lease(0, Duration.ofMillis(10)).toCompletableFuture();
        assertThatThrownBy(waiter::join).cause().isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.POOL_EXHAUSTED);
            assertThat(e.getMessage())
                    .matches("POOL_EXHAUSTED: no connection of pool test was free within \\d+ ms "
                            + "\\(max=2, open=2, idle=0, leased=2, waiting=0\\)");
        });
    }

    @Test
    void replacesLostConnectionsAndNeverLendsThem() {
        Lease<PublishConnection> leased = lease();
        lease().close();
        memory.faults.cut(Role.PUBLISH);
        await().until(() -> pool.stats().open() == 0);
        leased.close();
        assertThat(lease().connection().isOpen()).isTrue();
    }

    @Test
    void aWaiterGetsAConnectionOnceTheServerIsBack() {
        memory.faults.refuseConnects();
        var waiter = pool.lease(0, LONG).toCompletableFuture();
        assertThat(waiter).isNotDone();
        memory.faults.allowConnects();
        waiter.join().close();
    }

    @Test
    void failedAttemptsAreNotRepeatedBeforeTheBackoffIsOver() {
        AtomicInteger attempts = new AtomicInteger();
        PubSubException refusal = new PubSubException(ErrorCode.CONNECT_FAILED, "refused by the test");
        try (ExclusivePool<PublishConnection> failing = new ExclusivePool<>(
                new PoolOptions("failing", 50, 0, Duration.ofHours(1), Duration.ofHours(1)),
                listener -> {
                    attempts.incrementAndGet();
                    return CompletableFuture.failedFuture(refusal);
                },
                timer)) {
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                waiting.add(failing.lease(0, LONG).toCompletableFuture());
            }
            assertThat(attempts).hasValue(1);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(failing.stats().waiting()).isEqualTo(500);
        }
    }

    @Test
    void aConnectionThatIsDeadOnArrivalCountsAsAFailure() {
        AtomicInteger attempts = new AtomicInteger();
        try (ExclusivePool<PublishConnection> failing = new ExclusivePool<>(
                new PoolOptions("failing", 50, 0, Duration.ofHours(1), Duration.ofHours(1)),
                listener -> {
                    attempts.incrementAndGet();
                    return transport.connectPublisher(memory.node(), listener).thenApply(connection -> {
                        connection.close();
                        return connection;
                    });
                },
                timer)) {
            var waiter = failing.lease(0, LONG).toCompletableFuture();
            await().until(() -> attempts.get() == 1);
            assertThat(waiter).isNotDone();
        }
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aTimeoutLongerThanTheClockIsAWaitWithoutEnd() {
        lease();
        Lease<PublishConnection> second = lease();
        var waiter = pool.lease(0, Duration.ofSeconds(Long.MAX_VALUE)).toCompletableFuture();
        second.close();
        waiter.join().close();
        assertThat(pool.stats().leased()).isEqualTo(1);
    }

    @Test
    void closingTellsThoseWhoWait() {
        lease();
        lease();
        var waiter = pool.lease(0, LONG).toCompletableFuture();
        pool.close();
        pool.close();
        assertThatThrownBy(waiter::join)
                .cause()
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        assertThatThrownBy(() -> pool.lease(0, LONG).toCompletableFuture().join())
                .hasMessageContaining("CLOSED");
    }
}
