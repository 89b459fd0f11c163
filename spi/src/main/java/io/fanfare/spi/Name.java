package io.fanfare.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a channel or a pattern: an immutable string of bytes, as Redis has them. Two names are equal when their
 * bytes are.
 */
public final class Name implements Comparable<Name> {
    private final byte[] bytes;
    private final int hash;

    private Name(byte[] bytes) {
        this.bytes = bytes;
        this.hash = hash(bytes, 0, bytes.length);
    }

    /** Returns the name with the UTF-8 bytes of {@code text}. */
    public static Name of(String text) {
        return new Name(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the name with a copy of {@code bytes}. */
    public static Name of(byte[] bytes) {
        return new Name(bytes.clone());
    }

    /** Returns the name with a copy of {@code length} bytes of {@code array} from {@code offset}. */
    public static Name of(byte[] array, int offset, int length) {
        return new Name(Arrays.copyOfRange(array, offset, offset + length));
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns how many bytes this name has. */
    public int length() {
        return bytes.length;
    }

    /** Returns the byte at {@code index}, from 0 to {@link #length()} exclusive. */
    public byte byteAt(int index) {
        return bytes[index];
    }

    /** Copies all bytes to {@code target} from {@code offset} on. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Tells whether the bytes are the given ones, without creating a name. */
    public boolean contentEquals(byte[] array, int offset, int length) {
        return Arrays.equals(bytes, 0, bytes.length, array, offset, offset + length);
    }

    /** Returns the hash code that a name of the given bytes has, without creating the name. */
    public static int hash(byte[] array, int offset, int length) {
        int result = 1;
        for (int i = offset; i < offset + length; i++) {
            result = 31 * result + array[i];
        }
        return result;
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Name name && hash == name.hash && Arrays.equals(bytes, name.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns the bytes decoded as UTF-8; malformed bytes show as the replacement character. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
