package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.PoolOptions.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LifetimesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long SEED = 42;

    @Test
    void lifetimesDifferAndNoneIsLongerThanTheLongest() {
        Lifetimes lifetimes = new Lifetimes(Upkeep.NONE.withMaxLifetime(MINUTE), new Random(SEED));
        List<Long> drawn = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            drawn.add(lifetimes.next());
        }
        assertThat(drawn)
                .as("seed " + SEED)
                .allMatch(nanos -> nanos >= MINUTE.toNanos() * 4 / 5 && nanos <= MINUTE.toNanos());
        assertThat(drawn.stream().distinct().count()).isGreaterThan(990);
        assertThat(drawn.stream().mapToLong(nanos -> nanos).average().orElseThrow())
                .isBetween(0.89 * MINUTE.toNanos(), 0.91 * MINUTE.toNanos());
        Lifetimes same = new Lifetimes(Upkeep.NONE.withMaxLifetime(MINUTE), new Random(SEED));
        assertThat(same.next()).isEqualTo(drawn.get(0));
    }

    @Test
    void withoutALimitConnectionsAreUsedForEver() {
        Lifetimes lifetimes = new Lifetimes(Upkeep.NONE, new Random(SEED));
        assertThat(lifetimes.areLimited()).isFalse();
        assertThat(lifetimes.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theShorterBoundSaysHowOftenToLook() {
        Upkeep upkeep = Upkeep.NONE.withMaxLifetime(MINUTE);
        assertThat(period(upkeep)).isEqualTo(Duration.ofMillis(7_500));
        assertThat(period(upkeep.withIdleTimeout(Duration.ofSeconds(8)))).isEqualTo(Duration.ofSeconds(1));
        assertThat(period(upkeep.withIdleTimeout(Duration.ofMillis(8)))).isEqualTo(Duration.ofMillis(10));
        assertThat(period(Upkeep.NONE.withMaxLifetime(Duration.ofHours(1)))).isEqualTo(Duration.ofSeconds(30));
    }

    private static Duration period(Upkeep upkeep) {
        return new Lifetimes(upkeep, new Random(SEED)).period();
    }
}
