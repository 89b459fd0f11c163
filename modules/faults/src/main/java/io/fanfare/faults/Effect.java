package io.fanfare.faults;

/** What a plan does. */
enum Effect {
    DELAY,
    JITTER,
    LIMIT,
    BLACK_HOLE,
    SPLIT,
    STALL,
    RESET,
    FINISH,
    REFUSE,
    SILENCE;

    /** Returns whether it ends connections, rather than changing what passes over them. */
    boolean cuts() {
        return this == RESET || this == FINISH;
    }

    /** Returns whether it concerns connections that are not there yet, and no byte stream. */
    boolean acceptsDifferently() {
        return this == REFUSE || this == SILENCE;
    }
}
