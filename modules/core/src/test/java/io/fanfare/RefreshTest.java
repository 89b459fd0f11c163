package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolOptions;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pools do when that has changed to which they connect. */
class RefreshTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTimer timer = new ManualTimer();
    private final ManualFactory factory = new ManualFactory();
    private ConnectionPool<CommandConnection> pool;

    private void exclusive(int max) {
        pool = new ExclusivePool<>(new PoolOptions("test", max, 0, HOUR, HOUR), factory, timer);
    }

    private void shared() {
        pool = new SharedPool<>(new PoolOptions("test", 1, 1, HOUR, HOUR), factory, timer);
    }

    @AfterEach
    void close() {
        pool.close();
        assertThat(factory.open()).as("open connections").isZero();
        assertThat(timer.waiting()).as("tasks left").isZero();
        timer.shutdownNow();
    }

    private CompletionStage<Lease<CommandConnection>> lease() {
        return pool.lease(0, LONG);
    }

    @Test
    void aSharedPoolMakesTheAttemptThatIsWaitedForAtOnceAndOnce() {
        shared();
        factory.attempt(0).fail();
        timer.pass(Duration.ofMinutes(1));
        assertThat(factory.attempts).hasSize(1);
        pool.refresh();
        pool.refresh();
        timer.pass(Duration.ZERO);
        assertThat(factory.attempts).hasSize(2);
        factory.attempt(1).succeed();
        timer.pass(HOUR.multipliedBy(2));
        assertThat(factory.attempts).hasSize(2);
        assertThat(pool.tryLease(0)).isNotNull();
    }

    @Test
    void aSharedPoolThatIsConnectedOrConnectingStaysAsItIs() {
        shared();
        pool.refresh();
        timer.pass(HOUR.multipliedBy(2));
        assertThat(factory.attempts).hasSize(1);
        factory.attempt(0).succeed();
        pool.refresh();
        timer.pass(HOUR.multipliedBy(2));
        assertThat(factory.attempts).hasSize(1);
        assertThat(factory.open()).isOne();
    }

    @Test
    void afterARefreshTheWaitsBeginWithTheShortestAgain() {
        pool = new SharedPool<>(new PoolOptions("test", 1, 1, Duration.ofSeconds(1), HOUR), factory, timer);
        for (int i = 0; i < 10; i++) {
            factory.attempt(i).fail();
            timer.pass(HOUR);
        }
        factory.attempt(10).fail();
        pool.refresh();
        timer.pass(Duration.ZERO);
        factory.attempt(11).fail();
        timer.pass(Duration.ofSeconds(1));
        assertThat(factory.attempts).hasSize(13);
    }

    @Test
    void anExclusivePoolReplacesConnectionsAsTheyComeBack() {
        exclusive(3);
        factory.immediate = true;
        Lease<CommandConnection> leased = lease().toCompletableFuture().join();
        lease().toCompletableFuture().join().close();
        assertThat(pool.stats().open()).isEqualTo(2);
        pool.refresh();
        assertThat(factory.attempt(1).isOpen()).as("idle").isFalse();
        assertThat(leased.connection().isOpen()).as("leased").isTrue();
        leased.close();
        assertThat(factory.attempt(0).isOpen()).as("given back").isFalse();
        assertThat(lease().toCompletableFuture().join().connection()).isSameAs(factory.attempt(2));
    }

    @Test
    void whoWaitsInAnExclusivePoolIsServedByANewConnection() {
        exclusive(1);
        factory.immediate = true;
        Lease<CommandConnection> leased = lease().toCompletableFuture().join();
        var waiter = lease().toCompletableFuture();
        pool.refresh();
        assertThat(waiter).isNotDone();
        leased.close();
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(1));
        assertThat(factory.open()).isOne();
    }

    @Test
    void anExclusivePoolMakesTheAttemptThatIsWaitedForAtOnce() {
        exclusive(1);
        var waiter = lease().toCompletableFuture();
        factory.attempt(0).fail();
        assertThat(factory.attempts).hasSize(1);
        pool.refresh();
        assertThat(factory.attempts).hasSize(2);
        factory.attempt(1).fail();
        timer.pass(Duration.ofMinutes(29));
        assertThat(factory.attempts).as("attempts").hasSize(2);
        timer.pass(HOUR);
        factory.attempt(2).succeed();
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(2));
    }

    @Test
    void closingLeavesNoAttemptThatIsWaitedFor() {
        shared();
        factory.attempt(0).fail();
        pool.close();
        assertThat(timer.waiting()).as("of a shared pool").isZero();
        exclusive(1);
        var waiter = lease().toCompletableFuture();
        factory.attempt(1).fail();
        pool.close();
        assertThat(waiter).isCompletedExceptionally();
        assertThat(timer.waiting()).as("of an exclusive pool").isZero();
    }

    @Test
    void whatWasUnderWayBeforeIsReplacedToo() {
        exclusive(1);
        var waiter = lease().toCompletableFuture();
        pool.refresh();
        factory.attempt(0).succeed();
        assertThat(factory.attempt(0).isOpen()).isFalse();
        assertThat(waiter).isNotDone();
        pool.refresh();
        factory.attempt(1).fail();
        factory.attempt(2).succeed();
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(2));
    }
}
