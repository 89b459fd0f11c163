package io.fanfare.conformance;

import java.util.Locale;

/** What became of a rule, a run or a whole report. */
public enum Verdict {
    /** It holds. */
    PASSED,
    /** It does not hold. */
    FAILED,
    /**
     * It was not decided: the transport declares to lack a capability and was verified to refuse it, or the server
     * refuses a command that the check needs. Never counts as passed.
     */
    NOT_APPLICABLE;

    /** Returns the text form: {@code passed}, {@code failed} or {@code not-applicable}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
