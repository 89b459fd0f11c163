package io.fanfare.conformance;

import java.util.BitSet;

/**
 * Checks the numbers of one stream, which counts from 0, for loss, duplication and order. Used by one thread at a time.
 */
final class Sequence {
    private final BitSet seen = new BitSet();
    private volatile int highest = -1;
    private volatile long arrived;
    private long distinct;
    private long duplicated;
    private long reordered;

    /** Takes the number of the next message; a negative one counts as lost. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    void arrived(long number) {
        arrived++;
        if (number < 0 || number > Integer.MAX_VALUE - 1) {
            return;
        }
        int index = (int) number;
        if (seen.get(index)) {
            duplicated++;
            return;
        }
        seen.set(index);
        distinct++;
        if (index < highest) {
            reordered++;
        } else {
            highest = index;
        }
    }

    /** Returns how many messages came, duplicates included. Any thread may ask. */
    long arrived() {
        return arrived;
    }

    /** Returns the highest number that came; -1 for none. Any thread may ask. */
    int highest() {
        return highest;
    }

    /** Tells whether a number came. */
    boolean has(int number) {
        return seen.get(number);
    }

    /** Returns how many of the first {@code sent} numbers never came. */
    long lost(long sent) {
        return sent - distinct;
    }

    long duplicated() {
        return duplicated;
    }

    long reordered() {
        return reordered;
    }
}
