package io.fanfare.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every rule of resilience with its check, in the order of {@code docs/rules.md}. */
final class FaultRules {
    private FaultRules() {}

    static List<CheckedRule> all() {
        return Stream.of(ResilienceRules.rules(), OutageRules.rules())
                .flatMap(List::stream)
                .toList();
    }
}
