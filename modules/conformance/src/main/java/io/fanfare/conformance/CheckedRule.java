package io.fanfare.conformance;

/** A rule with the check that decides it. */
record CheckedRule(Rule rule, Check check) {
    static CheckedRule must(String id, String intent, Check check) {
        return new CheckedRule(new Rule(id, Level.MUST, intent), check);
    }
}
