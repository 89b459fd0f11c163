package io.fanfare;

import java.time.Duration;

/**
 * What the envelopes tell of the messages of one subscription, counted as they arrive and before the queue: what the
 * queue drops has arrived. All zero while {@code fanfare.envelope} is off.
 *
 * <p>An event that came by the local short-cut of an {@link EventBus} is counted when its copy comes from Redis, which
 * is not handled again.
 *
 * <p>Of each publisher, channel and epoch, the sequences between the lowest and the highest that arrived are either
 * there or lost, so that over all of them {@code lost + enveloped - duplicated - outdated} is how many were published.
 *
 * @param enveloped messages that arrived in an envelope without fault
 * @param plain messages that arrived without an envelope
 * @param malformed messages whose envelope has a fault; each reaches the error handler
 * @param lost messages that are missing; one that arrives late is no longer
 * @param lostInGaps how many of those a reported {@link Gap} of the connection explains
 * @param duplicated messages that had arrived before
 * @param reordered messages that arrived for the first time, but after a later one
 * @param outdated messages so late that they cannot be told from duplicates: 1,024 or more behind the newest of their
 *     publisher and channel, or of an earlier epoch; they do not change what is lost
 * @param forgotten publishers and channels that were given up because more than 1,024 were heard of
 * @param lastLag from the intended send time of the newest message to its decoding, by the clocks of both machines; may
 *     be negative if these differ
 * @param maxLag the longest such time
 */
public record Integrity(
        long enveloped,
        long plain,
        long malformed,
        long lost,
        long lostInGaps,
        long duplicated,
        long reordered,
        long outdated,
        long forgotten,
        Duration lastLag,
        Duration maxLag) {
    static final Integrity NONE = new Integrity(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    /** Returns the sums of two subscriptions, with the longer of their lags. */
    Integrity plus(Integrity other) {
        return new Integrity(
                enveloped + other.enveloped,
                plain + other.plain,
                malformed + other.malformed,
                lost + other.lost,
                lostInGaps + other.lostInGaps,
                duplicated + other.duplicated,
                reordered + other.reordered,
                outdated + other.outdated,
                forgotten + other.forgotten,
                longer(lastLag, other.lastLag),
                longer(maxLag, other.maxLag));
    }

    private static Duration longer(Duration one, Duration two) {
        return one.compareTo(two) < 0 ? two : one;
    }
}
