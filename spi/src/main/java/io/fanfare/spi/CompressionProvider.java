package io.fanfare.spi;

/**
 * A compression, found as a service and chosen by its {@link #id()} after that of a codec: {@code json+gzip}. What it
 * writes is the standard format of its name, which other languages read. Thread-safe.
 */
public interface CompressionProvider extends Provider {
    /** Compresses a payload into a new one, which begins as {@link #recognises} expects. */
    Payload compress(Payload plain);

    /**
     * Decompresses all of a payload into a new one.
     *
     * @param limit the most bytes that may come of it; what announces or yields more is refused before they are
     *     allocated
     * @throws PubSubException {@link ErrorCode#DECODE_FAILED} if it is malformed, has bytes left over, or holds more
     *     than {@code limit}
     */
    Payload decompress(Payload compressed, int limit);

    /** Tells whether a payload begins as what {@link #compress} makes, by its first bytes. */
    boolean recognises(Payload payload);
}
