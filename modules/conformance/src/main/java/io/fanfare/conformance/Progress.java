package io.fanfare.conformance;

import java.util.List;

/** Hears how a conformance run goes on. Called on the thread that runs it; what it throws ends the run. */
public interface Progress {
    /** The deployment was reached. */
    default void started(Server server, List<Pairing> pairings) {}

    /** A run began; {@code index} counts from 1 to {@code count}. */
    default void runStarted(int index, int count, Pairing pairing) {}

    /** A rule was decided. */
    default void ruleFinished(Pairing pairing, RuleResult result) {}

    /**
     * A phase began: {@code contract}, {@code throughput}, {@code latency}, {@code connections} or {@code resilience}.
     */
    default void phaseStarted(Pairing pairing, String phase) {}

    /** A run ended; {@code index} counts from 1 to {@code count}. */
    default void runFinished(int index, int count, Run run) {}
}
