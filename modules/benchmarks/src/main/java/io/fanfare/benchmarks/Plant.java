package io.fanfare.benchmarks;

/** A fault that a contender makes on purpose, to show that it is found. */
enum Plant {
    NONE,
    /** One message is counted as sent and is not. */
    LOSS,
    /** One message is sent twice. */
    DUPLICATE,
    /** One message is sent after the next one. */
    DISORDER
}
