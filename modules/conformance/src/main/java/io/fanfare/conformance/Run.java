package io.fanfare.conformance;

import java.util.List;

/**
 * What one pairing achieved.
 *
 * @param transport the id of the transport
 * @param codec the id of the codec
 * @param pool the id of the connection pool
 * @param dispatcher the id of the dispatcher
 * @param verdict failed if a rule of level MUST failed
 * @param rules every rule's result, in the order of {@code docs/rules.md}
 * @param serviceLevel the figures
 * @param resilience what faults cost
 * @param millis how long the run took
 */
public record Run(
        String transport,
        String codec,
        String pool,
        String dispatcher,
        Verdict verdict,
        List<RuleResult> rules,
        ServiceLevel serviceLevel,
        Resilience resilience,
        long millis) {
    public Run {
        rules = List.copyOf(rules);
    }
}
