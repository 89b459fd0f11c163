package io.fanfare.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Payloads with the number of the message in its channel, the channel and the intended send time. */
final class Payloads {
    /** The fewest bytes of a payload. */
    static final int HEADER = 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Payloads() {}

    static byte[] create(int length, int channel, long sequence, long sentNanos) {
        byte[] payload = new byte[length];
        LONGS.set(payload, 0, sequence);
        LONGS.set(payload, 8, sentNanos);
        INTS.set(payload, 16, channel);
        return payload;
    }

    static long sequence(byte[] payload) {
        return (long) LONGS.get(payload, 0);
    }

    static long sentNanos(byte[] payload) {
        return (long) LONGS.get(payload, 8);
    }

    static int channel(byte[] payload) {
        return (int) INTS.get(payload, 16);
    }
}
