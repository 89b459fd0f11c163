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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an exclusive pool does by time, on a clock that stands until it is told to go on. */
class ExclusivePoolUpkeepTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long SEED = 42;

    private final ManualTimer timer = new ManualTimer();
    private final ManualFactory factory = ManualFactory.immediate();
    private ExclusivePool<CommandConnection> pool;

    private void open(int max, int minIdle, Upkeep upkeep) {
        pool = new ExclusivePool<>(
                new PoolOptions("test", max, minIdle, SECOND, SECOND).with(upkeep),
                factory,
                timer,
                timer::nanos,
                new Random(SEED));
    }

    @AfterEach
    void close() {
        pool.close();
        assertThat(factory.open()).as("open connections").isZero();
        assertThat(timer.waiting()).as("tasks left").isZero();
        timer.shutdownNow();
    }

    private CompletableFuture<Lease<CommandConnection>> lease() {
        return pool.lease(0, LONG).toCompletableFuture();
    }

    private List<Lease<CommandConnection>> lease(int count) {
        List<Lease<CommandConnection>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(lease().join());
        }
        return leases;
    }

    @Test
    void asManyAsToldAreIdleBeyondThoseOnLease() {
        open(4, 2, Upkeep.NONE);
        assertThat(pool.stats().idle()).isEqualTo(2);
        pool.tryLease(0);
        assertThat(pool.stats()).hasToString("max=4, open=3, idle=2, leased=1, waiting=0");
        lease(2);
        assertThat(pool.stats()).as("no more than max").hasToString("max=4, open=4, idle=1, leased=3, waiting=0");
    }

    @Test
    void whatIsIdleForTooLongIsClosedDownToTheLeastThatIsIdle() {
        open(10, 2, Upkeep.NONE.withIdleTimeout(MINUTE));
        lease(8).forEach(Lease::close);
        assertThat(pool.stats().idle()).isEqualTo(10);
        timer.pass(MINUTE.minus(SECOND));
        assertThat(pool.stats().idle()).isEqualTo(10);
        timer.pass(MINUTE);
        assertThat(pool.stats().open()).isEqualTo(2);
        assertThat(factory.open()).isEqualTo(2);
        timer.pass(LONG);
        assertThat(factory.open()).isEqualTo(2);
    }

    @Test
    void whatIsUsedIsNotIdle() {
        open(10, 0, Upkeep.NONE.withIdleTimeout(MINUTE));
        lease(3).forEach(Lease::close);
        for (int i = 0; i < 10; i++) {
            timer.pass(MINUTE.dividedBy(2));
            lease().join().close();
        }
        assertThat(factory.open()).isOne();
        assertThat(pool.stats().opened()).isEqualTo(3);
    }

    @Test
    void connectionsMadeTogetherDoNotEndTogether() {
        open(100, 0, Upkeep.NONE.withMaxLifetime(Duration.ofMinutes(30)));
        lease(100).forEach(Lease::close);
        timer.pass(Duration.ofMinutes(24));
        assertThat(factory.open()).isEqualTo(100);
        int most = 0;
        for (int i = 0; i < 14; i++) {
            long before = factory.open();
            timer.pass(Duration.ofSeconds(30));
            most = Math.max(most, (int) (before - factory.open()));
        }
        assertThat(factory.open()).as("after the longest lifetime").isZero();
        assertThat(most).as("closed within one look, seed " + SEED).isLessThan(30);
    }

    @Test
    void aConnectionThatIsToBeIdleIsReplacedBeforeItEnds() {
        open(2, 1, Upkeep.NONE.withMaxLifetime(MINUTE));
        factory.immediate = false;
        timer.pass(MINUTE);
        assertThat(factory.attempts).hasSize(2);
        assertThat(factory.attempt(0).isOpen()).as("no other yet").isTrue();
        timer.pass(MINUTE);
        assertThat(factory.attempts).as("one attempt at a time").hasSize(2);
        factory.attempt(1).succeed();
        timer.pass(MINUTE.dividedBy(4));
        assertThat(factory.attempt(0).isOpen()).isFalse();
        assertThat(factory.attempt(1).isOpen()).isTrue();
    }

    @Test
    void aFullPoolEndsAConnectionBeforeItMakesAnother() {
        open(1, 1, Upkeep.NONE.withMaxLifetime(MINUTE));
        timer.pass(MINUTE.plus(SECOND.multipliedBy(10)));
        assertThat(factory.attempts).hasSize(2);
        assertThat(factory.open()).isOne();
    }

    @Test
    void aConnectionOnLeaseEndsWhenItComesBack() {
        open(1, 0, Upkeep.NONE.withMaxLifetime(MINUTE));
        Lease<CommandConnection> leased = lease().join();
        var waiter = lease();
        timer.pass(MINUTE.multipliedBy(5));
        assertThat(leased.connection().isOpen()).isTrue();
        leased.close();
        assertThat(leased.connection().isOpen()).isFalse();
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(1));
    }

    @Test
    void aConnectionThatWasIdleForLongIsLentOnceItAnswers() {
        open(1, 0, Upkeep.NONE.withValidation(MINUTE, SECOND));
        lease().join().close();
        timer.pass(MINUTE.minus(SECOND));
        lease().join().close();
        assertThat(factory.attempt(0).calls).as("used lately").isEmpty();
        timer.pass(MINUTE);
        assertThat(pool.tryLease(0)).isNull();
        var waiter = lease();
        assertThat(waiter).isNotDone();
        assertThat(pool.stats()).hasToString("max=1, open=1, idle=1, leased=0, waiting=1");
        factory.attempt(0).answer(new Reply.OfError("NOPERM this user has no permissions to run the 'ping' command"));
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(0));
        assertThat(factory.attempts).hasSize(1);
        timer.pass(SECOND.multipliedBy(2));
        assertThat(factory.attempt(0).isOpen())
                .as("the wait for the answer is over")
                .isTrue();
    }

    @Test
    void aHalfOpenConnectionIsReplacedTogetherWithThoseIdleForAsLong() {
        open(5, 0, Upkeep.NONE.withValidation(MINUTE, SECOND));
        lease(3).forEach(Lease::close);
        timer.pass(MINUTE);
        var waiter = lease();
        timer.pass(SECOND.minusMillis(1));
        assertThat(waiter).isNotDone();
        timer.pass(SECOND);
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(3));
        assertThat(factory.open()).as("the broken ones are closed").isOne();
    }

    @Test
    void whileOneIsValidatedAnotherThatComesBackServes() {
        open(2, 0, Upkeep.NONE.withValidation(MINUTE, SECOND));
        List<Lease<CommandConnection>> two = lease(2);
        two.get(0).close();
        timer.pass(MINUTE);
        var waiter = lease();
        two.get(1).close();
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(1));
        factory.attempt(0).answer(new Reply.OfNull());
        assertThat(lease().join().connection()).isSameAs(factory.attempt(0));
    }

    @Test
    void validationKeepsWithinTheDeadline() {
        open(1, 0, Upkeep.NONE.withValidation(MINUTE, SECOND.multipliedBy(5)));
        lease().join().close();
        timer.pass(MINUTE);
        var waiter = pool.lease(0, SECOND).toCompletableFuture();
        timer.pass(SECOND);
        assertThatThrownBy(waiter::join).cause().hasMessageContaining("(max=1, open=1, idle=1, leased=0, waiting=0)");
        factory.attempt(0).answer(new Reply.OfNull());
        assertThat(lease().join().connection()).isSameAs(factory.attempt(0));
    }

    @Test
    void aConnectionLostWhileItIsValidatedIsReplaced() {
        open(1, 0, Upkeep.NONE.withValidation(MINUTE, SECOND));
        lease().join().close();
        timer.pass(MINUTE);
        var waiter = lease();
        factory.attempt(0).lose();
        factory.attempt(0)
                .calls
                .get(0)
                .completeExceptionally(new PubSubException(ErrorCode.CONNECTION_LOST, "lost by the test"));
        assertThat(waiter.join().connection()).isSameAs(factory.attempt(1));
        assertThat(pool.stats().open()).isOne();
    }

    @Test
    void aLeaseThatIsOutForTooLongIsLoggedOnceWithItsBorrower() {
        open(2, 0, Upkeep.NONE.withLeakAfter(MINUTE));
        try (LogLines log = new LogLines()) {
            Lease<CommandConnection> leaked = borrowForTooLong();
            Lease<CommandConnection> returned = lease().join();
            timer.pass(MINUTE.minus(SECOND));
            returned.close();
            assertThat(log.all()).isEmpty();
            timer.pass(MINUTE.multipliedBy(10));
            assertThat(log.warnings())
                    .containsExactly("a connection of pool test has been on lease for 60000 ms, longer than"
                            + " fanfare.pool.leak-after; it stays with its borrower until it is given back");
            assertThat(log.all().get(0).text())
                    .contains("borrowed by thread " + Thread.currentThread().getName())
                    .contains("ExclusivePoolUpkeepTest.borrowForTooLong");
            assertThat(leaked.connection().isOpen()).isTrue();
            leaked.close();
            leaked.close();
            assertThat(log.infos()).hasSize(1).first().asString().contains("came back after 659000 ms");
        }
    }

    private Lease<CommandConnection> borrowForTooLong() {
        return lease().join();
    }

    @Test
    void whoHadToWaitIsNamedToo() {
        open(1, 0, Upkeep.NONE.withLeakAfter(MINUTE));
        try (LogLines log = new LogLines()) {
            Lease<CommandConnection> first = lease().join();
            var waiter = waitForIt();
            first.close();
            timer.pass(MINUTE);
            assertThat(log.all())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("ExclusivePoolUpkeepTest.waitForIt"));
            waiter.join().close();
        }
    }

    private CompletableFuture<Lease<CommandConnection>> waitForIt() {
        return lease();
    }

    @Test
    void noStackIsTakenUnlessLeasesAreWatched() {
        LeakWatch off = new LeakWatch("test", Duration.ZERO, timer, timer::nanos);
        assertThat(off.borrower()).isNull();
        assertThat(off.watch(null)).isNull();
        open(1, 0, Upkeep.NONE);
    }

    @Test
    void closingWatchesNoLeaseAnyMore() {
        open(1, 0, Upkeep.NONE.withLeakAfter(MINUTE).withIdleTimeout(MINUTE));
        try (LogLines log = new LogLines()) {
            assertThat(lease()).isDone();
            pool.close();
            timer.pass(MINUTE.multipliedBy(2));
            assertThat(log.all()).isEmpty();
        }
    }
}
