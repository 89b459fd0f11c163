package io.fanfare.codec.msgpack;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import org.msgpack.jackson.dataformat.MessagePackExtensionType;

/** The timestamp extension of MessagePack: 4, 8 or 12 bytes of type -1. */
final class Timestamp {
    static final byte TYPE = -1;

    private static final int MAX_NANOS = 999_999_999;

    private Timestamp() {}

    /** Encodes in the shortest of the three forms. */
    static MessagePackExtensionType encode(Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        ByteBuffer bytes;
        if (seconds >>> 34 != 0) {
            bytes = ByteBuffer.allocate(12).putInt(nanos).putLong(seconds);
        } else if (nanos != 0 || seconds >>> 32 != 0) {
            bytes = ByteBuffer.allocate(8).putLong((long) nanos << 34 | seconds);
        } else {
            bytes = ByteBuffer.allocate(4).putInt((int) seconds);
        }
        return new MessagePackExtensionType(TYPE, bytes.array());
    }

    /**
     * Decodes any of the three forms.
     *
     * @throws DateTimeException if the bytes are none
     */
    static Instant decode(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        return switch (data.length) {
            case 4 -> Instant.ofEpochSecond(Integer.toUnsignedLong(bytes.getInt()));
            case 8 -> {
                long both = bytes.getLong();
                yield instant(both & 0x3_FFFF_FFFFL, both >>> 34);
            }
            case 12 -> {
                long nanos = Integer.toUnsignedLong(bytes.getInt());
                yield instant(bytes.getLong(), nanos);
            }
            default -> throw new DateTimeException("a timestamp has 4, 8 or 12 bytes, not " + data.length);
        };
    }

    private static Instant instant(long seconds, long nanos) {
        if (nanos > MAX_NANOS) {
            throw new DateTimeException("a timestamp of " + nanos + " nanoseconds: at most " + MAX_NANOS);
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
