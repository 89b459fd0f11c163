package io.fanfare.spi;

import java.time.Duration;
import java.util.List;

/**
 * The bounds of a pool.
 *
 * @param name what errors and threads call it
 * @param max the most connections that are open at a time, 1 or more
 * @param minIdle how many are kept open that are not on lease, as far as {@code max} allows; 0 to {@code max}
 * @param minBackoff the wait after the first failed attempt to connect; it doubles with each further one
 * @param maxBackoff the longest wait between attempts to connect
 * @param upkeep when connections are looked after
 */
public record PoolOptions(String name, int max, int minIdle, Duration minBackoff, Duration maxBackoff, Upkeep upkeep) {
    public PoolOptions {
        if (max < 1 || minIdle < 0 || minIdle > max) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "pool " + name + " has max " + max + " and min-idle " + minIdle
                            + "; max must be 1 or more, and min-idle from 0 to max");
        }
    }

    /** Creates the bounds of a pool that does nothing by time. */
    public PoolOptions(String name, int max, int minIdle, Duration minBackoff, Duration maxBackoff) {
        this(name, max, minIdle, minBackoff, maxBackoff, Upkeep.NONE);
    }

    /** Returns these bounds with another upkeep. */
    public PoolOptions with(Upkeep changed) {
        return new PoolOptions(name, max, minIdle, minBackoff, maxBackoff, changed);
    }

    /**
     * When a pool looks after its connections and leases; {@link Duration#ZERO} in any place is never. A pool ignores
     * what makes no sense for it.
     *
     * @param maxLifetime how long a connection is used; then it is replaced as soon as it is not on lease. Each gets a
     *     little less, at random, so that those made together do not end together
     * @param idleTimeout how long a connection beyond {@code minIdle} may be idle before it is closed
     * @param validateAfter a connection that has been idle for longer is sent a {@code PING} before it is lent
     * @param validateTimeout how long the answer to that may take, more than zero
     * @param leakAfter a lease that is out for longer is logged with the stack of its borrower
     */
    public record Upkeep(
            Duration maxLifetime,
            Duration idleTimeout,
            Duration validateAfter,
            Duration validateTimeout,
            Duration leakAfter) {
        /** Nothing is done by time. */
        public static final Upkeep NONE =
                new Upkeep(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO);

        public Upkeep {
            if (validateTimeout.isZero()
                    || List.of(maxLifetime, idleTimeout, validateAfter, validateTimeout, leakAfter).stream()
                            .anyMatch(Duration::isNegative)) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "the times of a pool must not be negative, and the timeout of validation not zero");
            }
        }

        /** Returns this upkeep with another lifetime. */
        public Upkeep withMaxLifetime(Duration changed) {
            return new Upkeep(changed, idleTimeout, validateAfter, validateTimeout, leakAfter);
        }

        /** Returns this upkeep with another timeout of idle connections. */
        public Upkeep withIdleTimeout(Duration changed) {
            return new Upkeep(maxLifetime, changed, validateAfter, validateTimeout, leakAfter);
        }

        /** Returns this upkeep with other times of validation. */
        public Upkeep withValidation(Duration after, Duration timeout) {
            return new Upkeep(maxLifetime, idleTimeout, after, timeout, leakAfter);
        }

        /** Returns this upkeep with another time after which leases are logged. */
        public Upkeep withLeakAfter(Duration changed) {
            return new Upkeep(maxLifetime, idleTimeout, validateAfter, validateTimeout, changed);
        }
    }
}
