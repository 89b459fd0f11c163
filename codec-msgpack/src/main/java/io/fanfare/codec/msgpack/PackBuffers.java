package io.fanfare.codec.msgpack;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers that are lent to one encoding each. There are a few per processor, whatever the number of threads, and one
 * that has grown large is not kept; who finds none, as an encoding within another may, gets a new one.
 */
final class PackBuffers {
    /** The largest buffer that is kept, in bytes. */
    static final int LARGEST_KEPT = 64 << 10;

    /** Places between two buffers in use, so that no two lie on one cache line. */
    private static final int SPREAD = 16;

    private static final int STRIPES =
            Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());

    private static final AtomicReferenceArray<PackBuffer> FREE = new AtomicReferenceArray<>(STRIPES * SPREAD);

    private PackBuffers() {}

    static PackBuffer take(int maxBytes) {
        PackBuffer free = FREE.getAndSet(stripe(), null);
        PackBuffer buffer = free == null ? new PackBuffer() : free;
        buffer.begin(maxBytes);
        return buffer;
    }

    static void give(PackBuffer buffer) {
        if (buffer.capacity() <= LARGEST_KEPT) {
            FREE.lazySet(stripe(), buffer);
        }
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    private static int stripe() {
        long mixed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) % STRIPES * SPREAD;
    }
}
