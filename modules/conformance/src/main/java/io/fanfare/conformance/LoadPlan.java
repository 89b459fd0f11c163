package io.fanfare.conformance;

import java.time.Duration;

/**
 * How long and how much a service-level run measures.
 *
 * @param throughputWarmUp closed-loop traffic before anything counts
 * @param throughput closed-loop traffic that counts
 * @param latencyWarmUp open-loop traffic before anything counts
 * @param latency open-loop traffic that counts
 * @param rate messages a second of the open loop
 * @param subscribers subscriptions with a connection of their own
 * @param broadcasts messages that each of them receives
 */
record LoadPlan(
        Duration throughputWarmUp,
        Duration throughput,
        Duration latencyWarmUp,
        Duration latency,
        int rate,
        int subscribers,
        int broadcasts) {
    static final int RATE = 10_000;

    static LoadPlan of(boolean quick) {
        return quick
                ? new LoadPlan(seconds(2), seconds(2), seconds(1), seconds(4), RATE, 100, 200)
                : new LoadPlan(seconds(3), seconds(5), seconds(2), seconds(10), RATE, 100, 500);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
