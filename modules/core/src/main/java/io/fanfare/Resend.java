package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.TimeUnit;

/**
 * What became of a publish before it was sent again.
 *
 * @param written how often it was given to a connection that was lost
 * @param lostNanos when the first of these was lost, by {@link System#nanoTime()}
 * @param loss how the last of these was lost
 */
record Resend(int written, long lostNanos, PubSubException loss) {
    long elapsedNanos() {
        return System.nanoTime() - lostNanos;
    }

    /**
     * Returns the failure of a publish that was written before: it may have been delivered, whatever stopped it now.
     */
    PubSubException exhausted(Destination channel, PubSubException last) {
        return new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the publish to " + channel + " was given to " + written
                        + " connections that were lost before the answer, and given up "
                        + TimeUnit.NANOSECONDS.toMillis(elapsedNanos())
                        + " ms after the first loss; it may have been delivered, more than once too; the last failure: "
                        + last.getMessage(),
                last);
    }
}
