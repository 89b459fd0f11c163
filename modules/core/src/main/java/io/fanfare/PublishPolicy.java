package io.fanfare;

/** What a publish does that cannot be sent at once. */
enum PublishPolicy {
    /** Waits for up to {@code fanfare.publish.timeout}. */
    WAIT,
    /** Fails without waiting. */
    FAIL
}
