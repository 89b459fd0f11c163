package io.fanfare.codec.json;

import io.fanfare.spi.Payload;

/** What the first bytes of a JSON text in UTF-8 can be. */
final class JsonText {
    private JsonText() {}

    /** Tells whether the first byte after white space and a byte order mark can begin a JSON value. */
    static boolean mayBegin(Payload payload) {
        if (isOtherUnicodeForm(payload)) {
            return false;
        }
        byte[] array = payload.array();
        int end = payload.offset() + payload.length();
        int i = payload.offset();
        if (payload.length() >= 3
                && array[i] == (byte) 0xEF
                && array[i + 1] == (byte) 0xBB
                && array[i + 2] == (byte) 0xBF) {
            i += 3;
        }
        while (i < end && (array[i] == ' ' || array[i] == '\n' || array[i] == '\r' || array[i] == '\t')) {
            i++;
        }
        return i < end && beginsValue(array[i]);
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
