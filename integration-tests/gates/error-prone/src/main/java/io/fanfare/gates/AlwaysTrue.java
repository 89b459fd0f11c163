package io.fanfare.gates;

/** Compares a value with itself: a finding of Error Prone and not of javac. */
public final class AlwaysTrue {
    private AlwaysTrue() {}

    /** Tells whether a text equals itself. */
    public static boolean same(String text) {
        return text.equals(text);
    }
}
