package io.fanfare.conformance;

/** A rule does not hold. The message says what was expected and what was seen. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String finding;

    Violation(String message) {
        super(message);
        this.finding = message;
    }

    /** Returns the message. */
    String finding() {
        return finding;
    }

    /** Throws unless {@code holds}. */
    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new Violation(message);
        }
    }

    /** Throws unless both numbers are equal; {@code what} is what was counted. */
    static void unlessEqual(long expected, long seen, String what) {
        unless(expected == seen, "expected " + expected + " " + what + ", saw " + seen);
    }
}
