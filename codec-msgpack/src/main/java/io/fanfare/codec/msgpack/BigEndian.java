package io.fanfare.codec.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads and writes numbers of an array, the highest byte first. */
final class BigEndian {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    static short int16(byte[] array, int at) {
        return (short) INT16.get(array, at);
    }

    static int int32(byte[] array, int at) {
        return (int) INT32.get(array, at);
    }

    static long int64(byte[] array, int at) {
        return (long) INT64.get(array, at);
    }

    /** Reads a number of 1, 2 or 4 bytes that has no sign. */
    static long unsigned(byte[] array, int at, int width) {
        return switch (width) {
            case 1 -> array[at] & 0xFF;
            case 2 -> int16(array, at) & 0xFFFF;
            default -> Integer.toUnsignedLong(int32(array, at));
        };
    }

    static void int16(byte[] array, int at, int value) {
        INT16.set(array, at, (short) value);
    }

    static void int32(byte[] array, int at, int value) {
        INT32.set(array, at, value);
    }

    static void int64(byte[] array, int at, long value) {
        INT64.set(array, at, value);
    }
}
