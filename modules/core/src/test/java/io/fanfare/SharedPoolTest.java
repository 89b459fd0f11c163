package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PoolOptions.Upkeep;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shared pool on a clock that stands until it is told to go on. */
class SharedPoolTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualTimer timer = new ManualTimer();
    private final ManualFactory factory = ManualFactory.immediate();
    private SharedPool<CommandConnection> pool;

    private void open(int connections) {
        pool = new SharedPool<>(
                new PoolOptions("test", connections, connections, SECOND, SECOND)
                        .with(Upkeep.NONE.withValidation(MINUTE, SECOND)),
                factory,
                timer);
    }

    @AfterEach
    void close() {
        pool.close();
        assertThat(factory.open()).as("open connections").isZero();
        assertThat(timer.waiting()).as("tasks left").isZero();
        timer.shutdownNow();
    }

    @Test
    void allConnectionsAreOpenedBeforeTheyAreAskedFor() {
        open(4);
        assertThat(factory.open()).isEqualTo(4);
        assertThat(pool.stats()).hasToString("max=4, open=4, idle=4, leased=0, waiting=0");
        assertThat(pool.stats().reused()).isZero();
    }

    @Test
    void equalStripesShareAConnectionWhileItLives() {
        open(4);
        for (int stripe = -100; stripe < 100; stripe++) {
            assertThat(pool.tryLease(stripe).connection())
                    .isSameAs(pool.tryLease(stripe).connection());
        }
        List<CommandConnection> used = new ArrayList<>();
        for (int stripe = 0; stripe < 100; stripe++) {
            used.add(pool.tryLease(stripe).connection());
        }
        assertThat(used).containsAll(factory.attempts);
    }

    @Test
    void oneThatIsLostIsReplacedAndTheOthersStay() {
        open(3);
        factory.immediate = false;
        factory.attempt(1).lose();
        timer.pass(Duration.ZERO);
        assertThat(pool.stats()).hasToString("max=3, open=2, idle=2, leased=0, waiting=0");
        assertThat(factory.attempts).hasSize(4);
        factory.attempt(3).succeed();
        assertThat(pool.stats().open()).isEqualTo(3);
        assertThat(factory.attempt(0).isOpen()).isTrue();
        assertThat(factory.attempt(2).isOpen()).isTrue();
    }

    @Test
    void oneThatDoesNotAnswerIsReplacedAndTheOthersStay() {
        open(3);
        for (int i = 0; i < 3; i++) {
            timer.pass(MINUTE.dividedBy(2));
            answer(0);
            answer(2);
        }
        assertThat(factory.attempt(1).isOpen()).isFalse();
        timer.pass(Duration.ZERO);
        assertThat(factory.attempts).hasSize(4);
        assertThat(pool.stats().open()).isEqualTo(3);
        assertThat(factory.attempt(0).isOpen()).isTrue();
        assertThat(factory.attempt(2).isOpen()).isTrue();
    }

    private void answer(int attempt) {
        if (!factory.attempt(attempt).calls.isEmpty()) {
            factory.attempt(attempt).answer(new Reply.OfError("NOPERM no PING"));
        }
    }

    @Test
    void oneThatAnswersIsKept() {
        open(1);
        for (int i = 0; i < 100; i++) {
            timer.pass(MINUTE.dividedBy(2));
            assertThat(factory.attempt(0).calls).hasSize(1);
            answer(0);
        }
        assertThat(factory.attempts).hasSize(1);
    }

    @Test
    void aStopOfThisProcessIsNotTheServersSilence() {
        open(1);
        timer.pass(MINUTE.dividedBy(2));
        timer.stop(LONG);
        answer(0);
        timer.pass(MINUTE.dividedBy(2));
        assertThat(factory.attempts).hasSize(1);
        assertThat(factory.attempt(0).isOpen()).isTrue();
    }

    @Test
    void whoWaitsIsServedInOrderOrToldTheNumbers() {
        factory.immediate = false;
        open(1);
        var late = pool.lease(0, SECOND).toCompletableFuture();
        List<Integer> served = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            pool.lease(0, LONG).thenAccept(lease -> served.add(number));
        }
        factory.attempt(0).fail();
        timer.pass(SECOND.multipliedBy(3));
        assertThatThrownBy(late::join).cause().isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.POOL_EXHAUSTED);
            assertThat(e.getMessage())
                    .matches("POOL_EXHAUSTED: no connection of pool test came up within \\d+ ms "
                            + "\\(max=1, open=0, idle=0, leased=0, waiting=10\\); the last attempt failed: .*");
        });
        factory.attempt(1).succeed();
        assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void manyWhoWaitInVainLeaveOneByOne() {
        factory.immediate = false;
        open(1);
        int many = 50_000;
        List<CompletableFuture<Lease<CommandConnection>>> waiters = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            waiters.add(pool.lease(0, SECOND).toCompletableFuture());
        }
        timer.pass(SECOND);
        assertThat(waiters).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(pool.stats().waiting()).isZero();
    }

    @Test
    void whoNoLongerWaitsIsForgotten() {
        factory.immediate = false;
        open(1);
        CompletableFuture<Lease<CommandConnection>> waiter = pool.lease(0, LONG).toCompletableFuture();
        assertThat(pool.stats().waiting()).isOne();
        waiter.cancel(false);
        assertThat(pool.stats().waiting()).isZero();
    }
}
