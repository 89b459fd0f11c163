package io.fanfare.embedded;

import java.nio.charset.StandardCharsets;

/** The hash slots of a cluster. */
final class Slots {
    static final int COUNT = 16_384;
    private static final int POLYNOMIAL = 0x1021;

    private Slots() {}

    /** Returns the slot of a shard channel or key: CRC-16/XMODEM of its hash tag, or of all of it. */
    static int of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        int to = bytes.length;
        int open = index(bytes, '{', 0);
        if (open >= 0) {
            int close = index(bytes, '}', open + 1);
            if (close > open + 1) {
                from = open + 1;
                to = close;
            }
        }
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
        }
        return crc & (COUNT - 1);
    }

    private static int index(byte[] bytes, char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Refuses what is no slot. */
    static void check(int slot) {
        if (slot < 0 || slot >= COUNT) {
            throw new IllegalArgumentException("slot " + slot + ": use 0 to " + (COUNT - 1));
        }
    }
}
