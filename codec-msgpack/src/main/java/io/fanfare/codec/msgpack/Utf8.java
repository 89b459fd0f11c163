package io.fanfare.codec.msgpack;

/** Finds bytes that are not UTF-8. */
final class Utf8 {
    private Utf8() {}

    /** Returns the index of the first malformed sequence in the range; -1 if there is none. */
    static int malformed(byte[] array, int from, int to) {
        int i = from;
        while (i < to) {
            int first = array[i];
            if (first >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(first & 0xFF);
            if (length == 0 || to - i < length || !secondFits(first & 0xFF, array[i + 1] & 0xFF)) {
                return i;
            }
            for (int k = 2; k < length; k++) {
                if ((array[i + k] & 0xC0) != 0x80) {
                    return i;
                }
            }
            i += length;
        }
        return -1;
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
