package io.fanfare.gates;

/** Returns null where that is not announced. */
public final class ReturnsNull {
    private ReturnsNull() {}

    /** Returns a name. */
    public static String name() {
        return null;
    }
}
