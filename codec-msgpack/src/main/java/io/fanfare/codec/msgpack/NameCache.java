package io.fanfare.codec.msgpack;

import io.fanfare.codec.jackson.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names that keys of maps had, found by their bytes, so that a name is decoded once. Thread-safe: an entry is
 * immutable, and one that is lost to a race is decoded again. Bounded: a new name takes the place of an older one.
 */
final class NameCache {
    /** The longest name that is kept, in bytes. */
    static final int LONGEST = 64;

    private static final int SLOTS = 512;
    private static final int HALF = SLOTS / 2;

    private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

    private static final class Entry {
        final String name;

        private final long head;
        private final byte[] bytes;

        Entry(long head, byte[] bytes, String name) {
            this.head = head;
            this.bytes = bytes;
            this.name = name;
        }

        boolean is(long otherHead, byte[] array, int from, int length) {
            return head == otherHead
                    && bytes.length == length
                    && (length <= Long.BYTES
                            || Arrays.equals(bytes, Long.BYTES, length, array, from + Long.BYTES, from + length));
        }
    }

    /** Returns the name that a range of at most {@link #LONGEST} bytes spells; null if they are not UTF-8. */
    @Nullable
    String find(byte[] array, int from, int length) {
        long head = head(array, from, length);
        long tail = length <= Long.BYTES ? length : BigEndian.int64(array, from + length - Long.BYTES) + length;
        long mixed = (head ^ Long.rotateLeft(tail, 29)) * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 56);
        Entry first = entries[slot];
        if (first != null && first.is(head, array, from, length)) {
            return first.name;
        }
        Entry second = entries[slot + HALF];
        if (second != null && second.is(head, array, from, length)) {
            return second.name;
        }
        String name = Utf8.text(array, from, from + length);
        if (name != null) {
            Entry entry = new Entry(head, Arrays.copyOfRange(array, from, from + length), name);
            entries[first == null ? slot : slot + HALF] = entry;
        }
        return name;
    }

    /** Returns the first eight bytes as a number, fewer if there are no more. */
    private static long head(byte[] array, int from, int length) {
        if (length >= Long.BYTES) {
            return BigEndian.int64(array, from);
        }
        if (array.length - from >= Long.BYTES) {
            return length == 0 ? 0 : BigEndian.int64(array, from) >>> (Long.SIZE - Byte.SIZE * length);
        }
        long head = 0;
        for (int i = 0; i < length; i++) {
            head = head << Byte.SIZE | (array[from + i] & 0xFF);
        }
        return head;
    }
}
