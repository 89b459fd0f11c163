package io.fanfare.conformance;

import java.time.Duration;

/** What the checks of one run measure of losses and returns; the longest of each counts. Thread-safe. */
final class RecoveryTimes {
    private double detectMillis = -1;
    private double resubscribedMillis = -1;
    private int topics;

    /** Notes how long a fault that no socket tells went unnoticed. */
    synchronized void detected(Duration after) {
        detectMillis = Math.max(detectMillis, after.toNanos() / 1e6);
    }

    /** Notes how long it took from the notice of a loss until every topic was confirmed again. */
    synchronized void resubscribed(int count, Duration after) {
        resubscribedMillis = Math.max(resubscribedMillis, after.toNanos() / 1e6);
        topics = Math.max(topics, count);
    }

    synchronized Resilience figures() {
        return new Resilience(detectMillis, resubscribedMillis, topics);
    }
}
