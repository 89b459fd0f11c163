package io.fanfare.codec.json;

import io.fanfare.spi.Payload;

/** What the first bytes of a JSON text in UTF-8 can be. */
final class JsonText {
    /** How much white space is looked through for the first byte of a value. */
    private static final int SPACE_LOOKED_THROUGH = 64;

    private JsonText() {}

    /**
     * Tells whether the first byte after white space and a byte order mark can begin a JSON value; true where there is
     * much white space.
     */
    static boolean mayBegin(Payload payload) {
        if (isOtherUnicodeForm(payload)) {
            return false;
        }
        byte[] array = payload.array();
        int end = payload.offset() + payload.length();
        int i = afterByteOrderMark(payload);
        int looked = Math.min(end, i + SPACE_LOOKED_THROUGH);
        while (i < looked && isSpace(array[i])) {
            i++;
        }
        return i < end && (beginsValue(array[i]) || i == looked);
    }

    /** Returns the index of the first byte that is no part of a byte order mark. */
    static int afterByteOrderMark(Payload payload) {
        byte[] array = payload.array();
        int i = payload.offset();
        return payload.length() >= 3
                        && array[i] == (byte) 0xEF
                        && array[i + 1] == (byte) 0xBB
                        && array[i + 2] == (byte) 0xBF
                ? i + 3
                : i;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /**
     * Tells whether the payload begins as UTF-16 or UTF-32 text does. Jackson would read these, but JSON that is
     * exchanged is UTF-8 (RFC 8259), where no byte is 0, 0xFE or 0xFF.
     */
    static boolean isOtherUnicodeForm(Payload payload) {
        if (payload.length() < 2) {
            return false;
        }
        byte first = payload.array()[payload.offset()];
        byte second = payload.array()[payload.offset() + 1];
        return first == 0 || second == 0 || first == (byte) 0xFE || first == (byte) 0xFF;
    }

    private static boolean beginsValue(byte b) {
        return switch (b) {
            case '{', '[', '"', '-', 't', 'f', 'n' -> true;
            default -> b >= '0' && b <= '9';
        };
    }
}
