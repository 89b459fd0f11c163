package io.fanfare.codec.jackson;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells UTF-8 from other bytes. */
public final class Utf8 {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Returns the text of a range; null if that is not UTF-8. */
    public static @Nullable String text(byte[] array, int from, int to) {
        int beyondAscii = beyondAscii(array, from, to);
        if (beyondAscii == to) {
            return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
        }
        return malformedFrom(array, beyondAscii, to) < 0
                ? new String(array, from, to - from, StandardCharsets.UTF_8)
                : null;
    }

    /** Returns the index of the first malformed sequence in the range; -1 if there is none. */
    public static int malformed(byte[] array, int from, int to) {
        int beyondAscii = beyondAscii(array, from, to);
        return beyondAscii == to ? -1 : malformedFrom(array, beyondAscii, to);
    }

    /** Returns the index of the first byte that is not ASCII; {@code to} if all of the range are. */
    private static int beyondAscii(byte[] array, int from, int to) {
        int i = from;
        while (i <= to - 4 * Long.BYTES
                && ((eight(array, i)
                                        | eight(array, i + Long.BYTES)
                                        | eight(array, i + 2 * Long.BYTES)
                                        | eight(array, i + 3 * Long.BYTES))
                                & HIGH_BITS)
                        == 0) {
            i += 4 * Long.BYTES;
        }
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long high = eight(array, i) & HIGH_BITS;
            if (high != 0) {
                return i + Long.numberOfTrailingZeros(high) / Byte.SIZE;
            }
        }
        while (i < to && array[i] >= 0) {
            i++;
        }
        return i;
    }

    private static long eight(byte[] array, int at) {
        return (long) EIGHT_BYTES.get(array, at);
    }

    private static int malformedFrom(byte[] array, int from, int to) {
        int i = from;
        while (i < to) {
            if (array[i] >= 0) {
                i = beyondAscii(array, i + 1, to);
                continue;
            }
            int length = sequence(array, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    /** Returns the length of the sequence of two or more bytes at {@code i}; 0 if it is malformed. */
    public static int sequence(byte[] array, int i, int to) {
        int first = array[i] & 0xFF;
        int length = sequenceLength(first);
        if (length == 0 || to - i < length || !secondFits(first, array[i + 1] & 0xFF)) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((array[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static int sequenceLength(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    /** Excludes overlong forms, surrogates and what lies beyond U+10FFFF. */
    private static boolean secondFits(int first, int second) {
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        return second >= lowest && second <= highest;
    }
}
