package io.fanfare;

import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import java.time.Duration;
import java.util.List;

/** Settings of connection pools, and of how what is lost is connected again. */
final class PoolSettings {
    static final Option<Integer> POOL_SHARED_CONNECTIONS = Option.integer(
            "pool.shared.connections",
            1,
            1,
            64,
            Strictness.REQUIRED,
            "Connections of the shared pool; a channel keeps to one.");
    static final Option<Integer> POOL_EXCLUSIVE_MAX = Option.integer(
            "pool.exclusive.max", 100, 1, 10_000, Strictness.REQUIRED, "The most connections of an exclusive pool.");
    static final Option<Duration> RECONNECT_MIN_BACKOFF = Option.duration(
            "reconnect.min-backoff",
            Duration.ofMillis(50),
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            Strictness.REQUIRED,
            "Wait after the first failed attempt to reconnect; doubles with each further one. The first attempt is immediate.");
    static final Option<Duration> RECONNECT_MAX_BACKOFF = Option.duration(
            "reconnect.max-backoff",
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "The longest wait between attempts to reconnect.");

    static final List<Option<?>> ALL =
            List.of(POOL_SHARED_CONNECTIONS, POOL_EXCLUSIVE_MAX, RECONNECT_MIN_BACKOFF, RECONNECT_MAX_BACKOFF);

    private PoolSettings() {}
}
