package io.fanfare.integration.faults;

import java.util.BitSet;

/** What a handler received of one channel. Not thread-safe. */
final class Arrivals {
    final BitSet numbers = new BitSet();
    int duplicates;
    int overtaken;
    int ends;

    /** The highest number before the first gap; -1 if there is none. */
    int highestBeforeGap = -1;

    private int highest = -1;

    void message(int number) {
        if (number < 0) {
            ends++;
        } else {
            if (numbers.get(number)) {
                duplicates++;
            } else if (number < highest) {
                overtaken++;
            }
            numbers.set(number);
            highest = Math.max(highest, number);
        }
    }

    void gap() {
        highestBeforeGap = highest;
    }

    /** Returns how many different messages arrived, the end marker included. */
    int distinct() {
        return numbers.cardinality() + Math.min(1, ends);
    }
}
