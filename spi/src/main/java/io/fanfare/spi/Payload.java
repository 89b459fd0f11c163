package io.fanfare.spi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of one message, as a range of an array. Whoever receives a payload owns it; one that is handed to several
 * handlers is shared, and none of them may write to the array. Equal when the bytes in range are.
 *
 * @param array the array that holds the bytes
 * @param offset the index of the first byte
 * @param length how many bytes, 0 or more
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
public record Payload(byte[] array, int offset, int length) {
    /** The payload of no bytes. */
    public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

    public Payload {
        Objects.checkFromIndexSize(offset, length, array.length);
    }

    /** Returns the payload of all bytes of {@code array}, which is not copied. */
    public static Payload of(byte[] array) {
        return new Payload(array, 0, array.length);
    }

    /** Returns the payload of the UTF-8 bytes of {@code text}. */
    public static Payload of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a copy of the bytes in range. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Returns a read-only view of the bytes in range. */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** Returns the bytes in range decoded as UTF-8; malformed bytes become the replacement character. */
    public String toText() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Payload that
                        && Arrays.equals(
                                array, offset, offset + length, that.array, that.offset, that.offset + that.length));
    }

    @Override
    public int hashCode() {
        return Name.hash(array, offset, length);
    }

    /** Returns the length; payloads are not logged. */
    @Override
    public String toString() {
        return length + " bytes";
    }
}
