package io.fanfare.integration.load;

import java.nio.ByteBuffer;

/**
 * A message of the load tests.
 *
 * @param source which publisher sent it
 * @param channel the number of its channel
 * @param number its place in a sequence
 */
record Tick(int source, int channel, long number) {
    static final int MIN_BYTES = 16;

    /** Returns it in an array of so many bytes, at least {@link #MIN_BYTES}. */
    byte[] toBytes(int length) {
        byte[] bytes = new byte[length];
        ByteBuffer.wrap(bytes).putInt(source).putInt(channel).putLong(number);
        return bytes;
    }

    static Tick of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Tick(buffer.getInt(), buffer.getInt(), buffer.getLong());
    }
}
