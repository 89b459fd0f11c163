package io.fanfare.conformance;

/** A rule cannot be decided here. The message says why. */
final class NotApplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String finding;

    NotApplicable(String message) {
        super(message);
        this.finding = message;
    }

    /** Returns the message. */
    String finding() {
        return finding;
    }
}
