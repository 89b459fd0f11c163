package io.fanfare.compression.zstd;

import io.fanfare.spi.Payload;

/** The first bytes of a Zstandard frame, RFC 8878 section 3.1.1. */
final class FrameHeader {
    private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private static final int DICTIONARY = 0x03;

    private FrameHeader() {}

    /** Tells whether a payload begins with the four bytes of every frame. */
    static boolean begins(Payload payload) {
        if (payload.length() < MAGIC.length) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (payload.array()[payload.offset() + i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a frame names a dictionary. */
    static boolean needsDictionary(Payload frame) {
        return frame.length() > MAGIC.length && (frame.array()[frame.offset() + MAGIC.length] & DICTIONARY) != 0;
    }
}
