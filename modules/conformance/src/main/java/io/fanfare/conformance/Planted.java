package io.fanfare.conformance;

/**
 * Thrown on purpose where a check plays a listener or handler that fails. Without a stack trace, since what it is
 * thrown at logs it.
 */
final class Planted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the failure that the check of a rule plants. */
    Planted(String rule) {
        super("planted by the check of " + rule + ", which passes if this does no harm", null, false, false);
    }
}
