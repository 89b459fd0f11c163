package io.fanfare;

import io.fanfare.spi.PoolOptions.Upkeep;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * How long connections of a pool are used: each for a random time between four fifths of the longest and all of it, so
 * that those made together do not end together.
 */
final class Lifetimes {
    private static final long LOOKS = 8;

    private final long longestNanos;
    private final long idleNanos;
    private final RandomGenerator random;

    Lifetimes(Upkeep upkeep, RandomGenerator random) {
        this.longestNanos = Later.nanos(upkeep.maxLifetime());
        this.idleNanos = Later.nanos(upkeep.idleTimeout());
        this.random = random;
    }

    /** Returns how long the next connection is used, in nanoseconds. */
    long next() {
        return longestNanos == 0 ? Long.MAX_VALUE : longestNanos - random.nextLong(longestNanos / 5 + 1);
    }

    /** Tells whether time ends any connection. */
    boolean areLimited() {
        return longestNanos > 0 || idleNanos > 0;
    }

    /** Returns how often connections are looked at, from 10 ms to 30 s. */
    Duration period() {
        long shortest = LongStream.of(longestNanos, idleNanos)
                .filter(nanos -> nanos > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        return Duration.ofNanos(
                Math.max(TimeUnit.MILLISECONDS.toNanos(10), Math.min(TimeUnit.SECONDS.toNanos(30), shortest / LOOKS)));
    }
}
