package io.fanfare;

import java.util.Arrays;

/**
 * What has arrived of one publisher's messages on one channel. Between the lowest and the highest sequence that
 * arrived, those missing are lost until they arrive.
 */
final class SequenceStream {
    /** How far behind the highest sequence one may come and still be told from a duplicate. */
    static final int WINDOW = 1024;

    long epoch;
    long highest;
    long lowest;

    /** Missing for no reported gap, since the last look at it. */
    long fresh;

    /** Missing for no reported gap, since the look before that. */
    long ripe;

    /** The highest sequence at the last look. */
    long ripeUpTo;

    /** The highest sequence at the look before; what is missing up to there was told. */
    long toldUpTo;

    /** The last hole that a reported gap explains: after {@code gapFrom}, before {@code gapTo}. */
    long gapFrom;

    long gapTo;

    /** How many gaps had been reported when the highest sequence arrived. */
    int gaps;

    /** The {@link System#nanoTime()} at which the highest sequence arrived. */
    long heardNanos;

    private final long[] arrived = new long[WINDOW / Long.SIZE];

    /** Starts over with a first message, counting what is missing from {@code from} on. */
    void begin(long newEpoch, long sequence, long from) {
        epoch = newEpoch;
        highest = sequence;
        lowest = from;
        toldUpTo = 0;
        ripeUpTo = 0;
        gapFrom = 0;
        gapTo = 0;
        Arrays.fill(arrived, 0);
        mark(sequence);
    }

    /** Goes up to a higher sequence. */
    void advance(long sequence) {
        if (sequence - highest >= WINDOW) {
            Arrays.fill(arrived, 0);
        } else {
            for (long missing = highest + 1; missing < sequence; missing++) {
                arrived[word(missing)] &= ~(1L << missing);
            }
        }
        highest = sequence;
        mark(sequence);
    }

    /** Notes when the highest sequence arrived, and how many gaps had been reported. */
    void heard(long nanos, int gapsReported) {
        heardNanos = nanos;
        gaps = gapsReported;
    }

    /** Goes on to the next look: what was ripe is told, and what was fresh is ripe. */
    void looked() {
        toldUpTo = ripeUpTo;
        ripeUpTo = highest;
        ripe = fresh;
        fresh = 0;
    }

    boolean isTooOld(long sequence) {
        return highest - sequence >= WINDOW;
    }

    boolean has(long sequence) {
        return (arrived[word(sequence)] >>> sequence & 1) == 1;
    }

    void mark(long sequence) {
        arrived[word(sequence)] |= 1L << sequence;
    }

    private static int word(long sequence) {
        return (int) (sequence & (WINDOW - 1)) / Long.SIZE;
    }
}
