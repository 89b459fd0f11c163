package io.fanfare.spi;

import java.time.Duration;

/**
 * The bounds of a pool.
 *
 * @param name what errors and threads call it
 * @param max the most connections that are open at a time, 1 or more
 * @param minIdle how many are opened before they are asked for, 0 to {@code max}
 * @param minBackoff the wait after the first failed attempt to connect; it doubles with each further one
 * @param maxBackoff the longest wait between attempts to connect
 */
public record PoolOptions(String name, int max, int minIdle, Duration minBackoff, Duration maxBackoff) {
    public PoolOptions {
        if (max < 1 || minIdle < 0 || minIdle > max) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "pool " + name + " has max " + max + " and min-idle " + minIdle
                            + "; max must be 1 or more, and min-idle from 0 to max");
        }
    }
}
