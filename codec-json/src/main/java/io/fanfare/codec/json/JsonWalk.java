package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Utf8;
import io.fanfare.spi.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a payload, which tells whether it is exactly one JSON value of RFC 8259 in UTF-8, with or without a
 * byte order mark. Allocates nothing but what the arrays and objects that are open at a time take.
 */
final class JsonWalk {
    static final int MAX_DEPTH = 500;

    private static final int FIRST_LEVELS = 16;

    private final byte[] array;
    private final int start;
    private final int end;
    private final int maxDepth;
    private final int maxElements;
    private final boolean nonFinite;

    private int at;

    /** For each open array or object its elements so far, as the complement for an object. */
    private int[] counts = new int[FIRST_LEVELS];

    private int depth;

    JsonWalk(Payload payload) {
        this(payload, MAX_DEPTH, Integer.MAX_VALUE, false);
    }

    /**
     * Walks with limits.
     *
     * @param nonFinite whether the words {@code NaN}, {@code Infinity} and {@code -Infinity} are values
     */
    JsonWalk(Payload payload, int maxDepth, int maxElements, boolean nonFinite) {
        this.array = payload.array();
        this.start = payload.offset();
        this.end = start + payload.length();
        this.maxDepth = maxDepth;
        this.maxElements = maxElements;
        this.nonFinite = nonFinite;
        this.at = JsonText.afterByteOrderMark(payload);
    }

    /** Returns the offset at which {@link #fault()} found a fault. */
    int offset() {
        return at - start;
    }

    /** Walks, once, and returns what is wrong with the payload; null if nothing is. */
    @Nullable
    String fault() {
        String fault = value();
        while (fault == null && depth > 0) {
            fault = next();
        }
        if (fault == null) {
            space();
            fault = at == end ? null : (end - at) + " bytes follow the value";
        }
        return fault;
    }

    /** Goes on behind a value in an array or object. */
    private @Nullable String next() {
        boolean object = counts[depth - 1] < 0;
        space();
        if (at == end) {
            return "it ends inside " + (object ? "an object" : "an array");
        }
        byte b = array[at];
        if (b == (object ? '}' : ']')) {
            at++;
            depth--;
            return null;
        }
        if (b != ',') {
            return "a comma or the end of " + (object ? "an object" : "an array") + " is due";
        }
        at++;
        return element(object);
    }

    private @Nullable String element(boolean object) {
        int count = object ? ~counts[depth - 1] : counts[depth - 1];
        if (count == maxElements) {
            return (object ? "an object" : "an array") + " has more elements than the " + maxElements
                    + " of codec.max-elements";
        }
        counts[depth - 1] = object ? ~(count + 1) : count + 1;
        if (object) {
            String fault = name();
            if (fault != null) {
                return fault;
            }
        }
        return value();
    }

    private @Nullable String name() {
        space();
        if (at == end || array[at] != '"') {
            return "a name is due";
        }
        String fault = string();
        if (fault != null) {
            return fault;
        }
        space();
        if (at == end || array[at] != ':') {
            return "a colon is due";
        }
        at++;
        return null;
    }

    /** Walks a value, of an array or object only up to the end of its first element that is no other. */
    private @Nullable String value() {
        while (true) {
            space();
            if (at == end) {
                return "it ends where a value is due";
            }
            byte b = array[at];
            if (b != '{' && b != '[') {
                return scalar(b);
            }
            boolean object = b == '{';
            if (depth == maxDepth) {
                return "it is nested more than " + maxDepth + " levels deep";
            }
            if (depth == counts.length) {
                counts = Arrays.copyOf(counts, 2 * depth);
            }
            at++;
            counts[depth++] = object ? ~0 : 0;
            space();
            if (at < end && array[at] == (object ? '}' : ']')) {
                at++;
                depth--;
                return null;
            }
            counts[depth - 1] = object ? ~1 : 1;
            String fault = object ? name() : null;
            if (fault != null) {
                return fault;
            }
        }
    }

    private @Nullable String scalar(byte b) {
        return switch (b) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case 'N' -> nonFinite ? word("NaN") : noValue();
            case 'I' -> nonFinite ? word("Infinity") : noValue();
            default -> b == '-' || isDigit(b) ? number() : noValue();
        };
    }

    private String noValue() {
        return "byte 0x" + Integer.toHexString(array[at] & 0xFF) + " begins no value";
    }

    private @Nullable String word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || array[at + i] != word.charAt(i)) {
                return "a word other than " + word;
            }
        }
        at += word.length();
        return null;
    }

    private @Nullable String number() {
        if (array[at] == '-') {
            at++;
            if (nonFinite && at < end && array[at] == 'I') {
                return word("Infinity");
            }
        }
        if (at < end && array[at] == '0') {
            at++;
        } else if (!digits()) {
            return "a number without a digit";
        }
        if (at < end && array[at] == '.') {
            at++;
            if (!digits()) {
                return "a number without a digit after its point";
            }
        }
        if (at < end && (array[at] == 'e' || array[at] == 'E')) {
            at++;
            if (at < end && (array[at] == '+' || array[at] == '-')) {
                at++;
            }
            if (!digits()) {
                return "a number without a digit in its exponent";
            }
        }
        return null;
    }

    private boolean digits() {
        int from = at;
        while (at < end && isDigit(array[at])) {
            at++;
        }
        return at > from;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private @Nullable String string() {
        at++;
        while (at < end) {
            byte b = array[at];
            if (b == '"') {
                at++;
                return null;
            }
            if (b == '\\') {
                String fault = escape();
                if (fault != null) {
                    return fault;
                }
            } else if (b < 0) {
                int length = Utf8.sequence(array, at, end);
                if (length == 0) {
                    return "a string is not UTF-8";
                }
                at += length;
            } else if (b < ' ') {
                return "a control character in a string";
            } else {
                at++;
            }
        }
        return "it ends inside a string";
    }

    private @Nullable String escape() {
        int digits = at + 1 < end ? escaped(array[at + 1]) : -1;
        if (digits < 0 || end - at - 2 < digits) {
            return "an escape that JSON does not have";
        }
        for (int i = 0; i < digits; i++) {
            if (Character.digit(array[at + 2 + i], 16) < 0) {
                return "an escape that JSON does not have";
            }
        }
        at += 2 + digits;
        return null;
    }

    /** Returns how many hexadecimal digits follow; -1 if there is no such escape. */
    private static int escaped(byte b) {
        return switch (b) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 0;
            case 'u' -> 4;
            default -> -1;
        };
    }

    private void space() {
        while (at < end && JsonText.isSpace(array[at])) {
            at++;
        }
    }
}
