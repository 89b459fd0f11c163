package io.fanfare.gates;

/** Breaks no rule. */
public final class Clean {
    private Clean() {}

    /** Returns the sum of two numbers. */
    public static int sum(int one, int other) {
        return one + other;
    }
}
