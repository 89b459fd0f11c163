package io.fanfare.spi;

/**
 * Glob-style matching of bytes, as Redis does it, oddities included: an empty text matches only an empty pattern, a
 * class that is not closed ends with the pattern, a backslash at the very end stands for itself, the bounds of a range
 * may be swapped, and bytes compare as signed.
 */
final class Glob {
    private static final int MISMATCH = -1;

    private Glob() {}

    /** Tells whether all of {@code text} matches all of {@code pattern}. */
    static boolean matches(Name pattern, Name text) {
        if (text.length() == 0) {
            return pattern.length() == 0;
        }
        int p = 0;
        int t = 0;
        int afterStar = MISMATCH;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.byteAt(p) == '*') {
                afterStar = ++p;
                starText = t;
                continue;
            }
            int next = p < pattern.length() ? afterOne(pattern, p, text.byteAt(t)) : MISMATCH;
            if (next != MISMATCH) {
                p = next;
                t++;
            } else if (afterStar != MISMATCH) {
                // only the last star needs to take more: what matched before it matched as early as it could
                p = afterStar;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.byteAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Matches one byte; returns the index after the element of the pattern at {@code p}, or MISMATCH. */
    private static int afterOne(Name pattern, int p, byte b) {
        return switch (pattern.byteAt(p)) {
            case '?' -> p + 1;
            case '[' -> afterClass(pattern, p + 1, b);
            case '\\' -> {
                int literal = Math.min(p + 1, pattern.length() - 1);
                yield pattern.byteAt(literal) == b ? literal + 1 : MISMATCH;
            }
            default -> pattern.byteAt(p) == b ? p + 1 : MISMATCH;
        };
    }

    private static int afterClass(Name pattern, int start, byte b) {
        int end = pattern.length();
        int p = start;
        boolean negated = p < end && pattern.byteAt(p) == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        while (p < end && pattern.byteAt(p) != ']') {
            if (pattern.byteAt(p) == '\\' && p + 1 < end) {
                found |= pattern.byteAt(p + 1) == b;
                p += 2;
            } else if (p + 2 < end && pattern.byteAt(p + 1) == '-') {
                byte from = pattern.byteAt(p);
                byte to = pattern.byteAt(p + 2);
                found |= Math.min(from, to) <= b && b <= Math.max(from, to);
                p += 3;
            } else {
                found |= pattern.byteAt(p) == b;
                p++;
            }
        }
        return found == negated ? MISMATCH : Math.min(p + 1, end);
    }
}
