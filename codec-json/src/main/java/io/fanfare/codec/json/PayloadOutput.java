package io.fanfare.codec.json;

import io.fanfare.spi.Payload;
import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes up to a limit. What comes in one piece is copied once, into an array of its length. */
final class PayloadOutput extends OutputStream {
    private static final byte[] NONE = {};

    private final int limit;
    private byte[] array = NONE;
    private int size;

    PayloadOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > limit - size) {
            throw new IllegalArgumentException("it has more bytes than the " + limit + " of codec.max-payload");
        }
        if (size == 0) {
            array = Arrays.copyOfRange(bytes, offset, offset + length);
        } else {
            if (array.length - size < length) {
                array = Arrays.copyOf(array, (int) Math.min(limit, Math.max((long) size + length, 2L * array.length)));
            }
            System.arraycopy(bytes, offset, array, size, length);
        }
        size += length;
    }

    /** Returns what was written, without a copy; nothing may be written afterwards. */
    Payload payload() {
        return new Payload(array, 0, size);
    }
}
