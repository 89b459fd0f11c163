package io.fanfare.spi;

/**
 * Whether a plug-in can work here.
 *
 * @param isUsable whether it can be opened
 * @param detail when usable, the library it wraps with its version, or an empty string; otherwise a sentence that says
 *     what is missing and how to add it
 */
public record Availability(boolean isUsable, String detail) {
    /** Returns a usable one; {@code detail} names the wrapped library and its version, or is empty. */
    public static Availability usable(String detail) {
        return new Availability(true, detail);
    }

    /** Returns an unusable one; {@code reason} says what is missing and how to add it. */
    public static Availability unusable(String reason) {
        return new Availability(false, reason);
    }
}
