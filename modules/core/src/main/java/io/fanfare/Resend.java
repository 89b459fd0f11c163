package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.TimeUnit;

/**
 * What became of a publish before it was sent again.
 *
 * @param written how often it was given to a connection that was lost; 0 if nodes only refused it as not theirs
 * @param lostNanos when it first failed so, by {@link System#nanoTime()}
 * @param loss how it failed last
 */
record Resend(int written, long lostNanos, PubSubException loss) {
    long elapsedNanos() {
        return System.nanoTime() - lostNanos;
    }

    /** Returns how a publish failed that was written before: if it has no answer, it may have been delivered. */
    PubSubException ended(Destination channel, PubSubException last) {
        boolean lostAgain = last.code() == ErrorCode.CONNECTION_LOST;
        if (!lostAgain && written == 0) {
            return last;
        }
        if (!lostAgain && last.code() != ErrorCode.POOL_EXHAUSTED) {
            return last;
        }
        return new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the publish to " + channel + " was given to " + (lostAgain ? written + 1 : written)
                        + " connections that were lost before the answer, and given up "
                        + TimeUnit.NANOSECONDS.toMillis(elapsedNanos())
                        + " ms after the first loss; it may have been delivered, more than once too; the last failure: "
                        + last.getMessage(),
                last);
    }
}
