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
    static final Option<Integer> POOL_EXCLUSIVE_MIN_IDLE = Option.integer(
            "pool.exclusive.min-idle",
            0,
            0,
            10_000,
            Strictness.REQUIRED,
            "Connections that an exclusive pool keeps open beyond those on lease; for publishes at least 1.");
    static final Option<Duration> POOL_MAX_LIFETIME = Option.duration(
            "pool.max-lifetime",
            Duration.ofMinutes(30),
            Duration.ZERO,
            Duration.ofDays(7),
            Strictness.REQUIRED,
            "How long a connection of an exclusive pool is used, less up to a fifth at random; 0s for ever.");
    static final Option<Duration> POOL_IDLE_TIMEOUT = Option.duration(
            "pool.idle-timeout",
            Duration.ofMinutes(10),
            Duration.ZERO,
            Duration.ofDays(7),
            Strictness.REQUIRED,
            "How long a connection of an exclusive pool beyond its min-idle may be idle; 0s for ever.");
    static final Option<Duration> POOL_VALIDATE_AFTER = Option.duration(
            "pool.validate-after",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofDays(1),
            Strictness.REQUIRED,
            "A connection that was idle for longer is sent a PING before it is lent, one of a shared pool at least that"
                    + " often; 0s for never.");
    static final Option<Duration> POOL_VALIDATE_TIMEOUT = Option.duration(
            "pool.validate-timeout",
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "How long the answer may take before an exclusive pool makes another connection.");
    static final Option<Duration> POOL_LEAK_AFTER = Option.duration(
            "pool.leak-after",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofDays(1),
            Strictness.REQUIRED,
            "A lease that is out for longer is logged with the stack of its borrower; 0s for never.");
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

    static final List<Option<?>> ALL = List.of(
            POOL_SHARED_CONNECTIONS,
            POOL_EXCLUSIVE_MAX,
            POOL_EXCLUSIVE_MIN_IDLE,
            POOL_MAX_LIFETIME,
            POOL_IDLE_TIMEOUT,
            POOL_VALIDATE_AFTER,
            POOL_VALIDATE_TIMEOUT,
            POOL_LEAK_AFTER,
            RECONNECT_MIN_BACKOFF,
            RECONNECT_MAX_BACKOFF);

    private PoolSettings() {}
}
