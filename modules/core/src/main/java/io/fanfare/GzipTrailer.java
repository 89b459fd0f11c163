package io.fanfare;

/**
 * The end of a gzip member.
 *
 * @param check the CRC-32 of the plain bytes
 * @param length how many plain bytes, modulo 2^32
 */
record GzipTrailer(int check, int length) {
    /** Bytes of a trailer. */
    static final int LENGTH = 8;

    static GzipTrailer read(byte[] array, int at) {
        return new GzipTrailer(number(array, at), number(array, at + 4));
    }

    private static int number(byte[] array, int at) {
        int number = 0;
        for (int i = 3; i >= 0; i--) {
            number = (number << 8) | (array[at + i] & 0xff);
        }
        return number;
    }

    void write(byte[] to, int at) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (check >>> (8 * i));
            to[at + 4 + i] = (byte) (length >>> (8 * i));
        }
    }
}
