package io.fanfare.conformance;

/**
 * What became of one rule in one run.
 *
 * @param id the rule's number
 * @param level how binding it is
 * @param verdict what became of it
 * @param message for a failure what was expected and what was seen; for what is not applicable why; otherwise the
 *     figures, or empty
 * @param millis how long the check took
 */
public record RuleResult(String id, Level level, Verdict verdict, String message, long millis) {}
