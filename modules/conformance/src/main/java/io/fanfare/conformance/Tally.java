package io.fanfare.conformance;

/** Loss, duplication and order, summed over phases. */
record Tally(long lost, long duplicated, long reordered) {
    static final Tally CLEAN = new Tally(0, 0, 0);

    static Tally of(Sequence sequence, long sent) {
        return new Tally(sequence.lost(sent), sequence.duplicated(), sequence.reordered());
    }

    Tally plus(Tally other) {
        return new Tally(lost + other.lost, duplicated + other.duplicated, reordered + other.reordered);
    }

    boolean isClean() {
        return equals(CLEAN);
    }
}
