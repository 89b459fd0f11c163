package io.fanfare.codec.msgpack;

import java.time.Instant;

/** Writes numbers and instants in their shortest form. */
final class NumberPacker {
    private NumberPacker() {}

    static void pack(PackBuffer out, long number) {
        if (number >= 0) {
            if (number < 0x80) {
                out.int8((int) number);
            } else if (number < 1 << 8) {
                out.int8(Heads.UINT_8, (int) number);
            } else if (number < 1 << 16) {
                out.int16(Heads.UINT_16, (int) number);
            } else if (number < 1L << 32) {
                out.int32(Heads.UINT_32, (int) number);
            } else {
                out.int64(Heads.UINT_64, number);
            }
        } else if (number >= -0x20) {
            out.int8((int) number);
        } else if (number >= Byte.MIN_VALUE) {
            out.int8(Heads.INT_8, (int) number);
        } else if (number >= Short.MIN_VALUE) {
            out.int16(Heads.INT_16, (int) number);
        } else if (number >= Integer.MIN_VALUE) {
            out.int32(Heads.INT_32, (int) number);
        } else {
            out.int64(Heads.INT_64, number);
        }
    }

    static void pack(PackBuffer out, Instant instant) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        if (seconds >>> 34 != 0) {
            out.int8(Heads.EXT_8, 12);
            out.int32(Timestamp.TYPE, nanos);
            BigEndian.int64(out.ensure(Long.BYTES), out.size(), seconds);
            out.advance(Long.BYTES);
        } else if (nanos != 0 || seconds >>> 32 != 0) {
            out.int8(Heads.FIX_EXT_8);
            out.int64(Timestamp.TYPE, (long) nanos << 34 | seconds);
        } else {
            out.int8(Heads.FIX_EXT_4);
            out.int32(Timestamp.TYPE, (int) seconds);
        }
    }
}
