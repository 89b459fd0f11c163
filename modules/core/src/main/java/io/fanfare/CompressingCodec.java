package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;

/**
 * Compresses the payloads of another codec from a threshold on, if they become smaller by it. Reading, what begins as a
 * compressed payload does is one, and all else is plain; so what begins like that before it is compressed is always
 * compressed.
 */
final class CompressingCodec<T> implements Codec<T> {
    private final String id;
    private final TypeRef<T> type;
    private final Codec<T> codec;
    private final CompressionProvider compression;
    private final int threshold;
    private final int limit;

    CompressingCodec(
            String id, TypeRef<T> type, Codec<T> codec, CompressionProvider compression, CodecOptions options) {
        this.id = id;
        this.type = type;
        this.codec = codec;
        this.compression = compression;
        this.threshold = options.get(CodecOptions.COMPRESSION_THRESHOLD);
        this.limit = options.get(CodecOptions.MAX_PAYLOAD);
    }

    @Override
    public Payload encode(T value) {
        Payload plain = codec.encode(value);
        if (plain.length() > limit) {
            throw CheckedCodec.tooLong(id, type, plain, limit);
        }
        boolean misleading = compression.recognises(plain);
        if (plain.length() < threshold && !misleading) {
            return plain;
        }
        Payload compressed = compression.compress(plain);
        return misleading || compressed.length() < plain.length() ? compressed : plain;
    }

    @Override
    public T decode(Payload payload) {
        if (!compression.recognises(payload)) {
            return plain(payload);
        }
        Payload plain = decompressed(payload);
        try {
            return codec.decode(plain);
        } catch (DecodeException e) {
            String at = e.offset() < 0 ? "" : ", at offset " + e.offset();
            throw new DecodeException(id, type, payload, -1, "decompressed to " + plain + at + ": " + e.problem(), e);
        }
    }

    private T plain(Payload payload) {
        try {
            return codec.decode(payload);
        } catch (DecodeException e) {
            throw new DecodeException(id, type, payload, e.offset(), e.problem(), e);
        }
    }

    private Payload decompressed(Payload payload) {
        try {
            return compression.decompress(payload, limit);
        } catch (PubSubException e) {
            throw new DecodeException(id, type, payload, -1, Reason.of(e), e);
        }
    }

    @Override
    public String toString() {
        return id + " of " + type;
    }
}
