package io.fanfare.conformance;

/**
 * Decides one rule: returns if it holds, throws a {@link Violation} if not and {@link NotApplicable} if that cannot be
 * told here.
 */
@FunctionalInterface
interface Check {
    /** Runs the check. What is opened through the bench is closed after it. */
    void run(Bench bench) throws Exception;
}
