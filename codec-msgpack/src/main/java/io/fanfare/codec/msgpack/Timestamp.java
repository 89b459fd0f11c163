package io.fanfare.codec.msgpack;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The timestamp extension of MessagePack: 4, 8 or 12 bytes of type -1. */
final class Timestamp {
    static final byte TYPE = -1;

    private static final int MAX_NANOS = 999_999_999;

    private Timestamp() {}

    /** Returns the instant of any of the three forms; null if the bytes are none. */
    static @Nullable Instant decode(byte[] array, int from, int length) {
        return switch (length) {
            case 4 -> instant(Integer.toUnsignedLong(BigEndian.int32(array, from)), 0);
            case 8 -> {
                long both = BigEndian.int64(array, from);
                yield instant(both & 0x3_FFFF_FFFFL, both >>> 34);
            }
            case 12 -> instant(BigEndian.int64(array, from + 4), Integer.toUnsignedLong(BigEndian.int32(array, from)));
            default -> null;
        };
    }

    private static @Nullable Instant instant(long seconds, long nanos) {
        if (nanos > MAX_NANOS) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
