package io.fanfare.codec.msgpack;

import io.fanfare.spi.Payload;
import java.util.Arrays;

/** Bytes that are written one after the other, up to a limit, in an array that grows. */
final class PackBuffer {
    private static final int FIRST_SIZE = 1 << 10;

    /** The most bytes that one step of {@link #ensure} asks for beyond what it writes. */
    private static final int SLACK = 64;

    private byte[] array = new byte[FIRST_SIZE];
    private int limit;
    private int at;

    /** Begins anew. */
    void begin(int maxBytes) {
        limit = maxBytes;
        at = 0;
    }

    int capacity() {
        return array.length;
    }

    int size() {
        return at;
    }

    /** Returns a copy of what was written. */
    Payload payload() {
        if (at > limit) {
            throw tooLong();
        }
        return Payload.of(Arrays.copyOf(array, at));
    }

    /** Makes room for {@code bytes} more and returns the array. */
    byte[] ensure(long bytes) {
        if (array.length - at < bytes) {
            grow(at + bytes);
        }
        return array;
    }

    private void grow(long needed) {
        if (needed > (long) limit + SLACK) {
            throw tooLong();
        }
        array = Arrays.copyOf(array, (int) Math.min((long) limit + SLACK, Math.max(needed, 2L * array.length)));
    }

    private IllegalArgumentException tooLong() {
        return new IllegalArgumentException("it has more bytes than the " + limit + " of codec.max-payload");
    }

    /** Counts bytes as written that were put into the array at {@link #size}. */
    void advance(int bytes) {
        at += bytes;
    }

    void int8(int value) {
        ensure(1)[at++] = (byte) value;
    }

    void int8(int head, int value) {
        byte[] bytes = ensure(2);
        bytes[at] = (byte) head;
        bytes[at + 1] = (byte) value;
        at += 2;
    }

    void int16(int head, int value) {
        byte[] bytes = ensure(3);
        bytes[at] = (byte) head;
        BigEndian.int16(bytes, at + 1, value);
        at += 3;
    }

    void int32(int head, int value) {
        byte[] bytes = ensure(5);
        bytes[at] = (byte) head;
        BigEndian.int32(bytes, at + 1, value);
        at += 5;
    }

    void int64(int head, long value) {
        byte[] bytes = ensure(9);
        bytes[at] = (byte) head;
        BigEndian.int64(bytes, at + 1, value);
        at += 9;
    }

    void bytes(byte[] source, int from, int length) {
        System.arraycopy(source, from, ensure(length), at, length);
        at += length;
    }

    /** Makes what lies from {@code from} on begin {@code by} bytes later, or earlier if that is negative. */
    void shift(int from, int by) {
        byte[] bytes = ensure(Math.max(0, by));
        System.arraycopy(bytes, from, bytes, from + by, at - from);
        at += by;
    }
}
