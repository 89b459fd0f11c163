package io.fanfare;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A wire format whose payloads are compressed where that pays; see {@link CompressingCodec}. */
final class CompressedCodecProvider implements CodecProvider {
    private final CodecProvider format;
    private final CompressionProvider compression;

    /**
     * Creates the format, and tries the compression.
     *
     * @throws PubSubException {@link ErrorCode#PROVIDER_UNAVAILABLE} if it does not work here
     */
    CompressedCodecProvider(CodecProvider format, CompressionProvider compression) {
        this.format = format;
        this.compression = compression;
        try {
            Payload unused = compression.compress(Payload.EMPTY);
        } catch (LinkageError | RuntimeException e) {
            throw new PubSubException(
                    ErrorCode.PROVIDER_UNAVAILABLE, "compression '" + compression.id() + "' cannot work here: " + e, e);
        }
    }

    /** Returns the format of what is compressed. */
    CodecProvider format() {
        return format;
    }

    @Override
    public String id() {
        return format.id() + "+" + compression.id();
    }

    /** Returns that of the format, with the libraries of both; the compression has been tried. */
    @Override
    public Availability availability() {
        Availability found = format.availability();
        return found.isUsable()
                ? Availability.usable(Stream.of(found, compression.availability())
                        .map(Availability::detail)
                        .filter(detail -> !detail.isEmpty())
                        .collect(Collectors.joining(", ")))
                : found;
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        return new CompressingCodec<>(id(), type, format.codec(type, options), compression, options);
    }

    @Override
    public boolean mayBegin(Payload payload) {
        return compression.recognises(payload) || format.mayBegin(payload);
    }

    @Override
    public boolean recognises(Payload payload) {
        if (!compression.recognises(payload)) {
            return format.recognises(payload);
        }
        try {
            int limit = CodecOptions.defaults().get(CodecOptions.MAX_PAYLOAD);
            return format.recognises(compression.decompress(payload, limit));
        } catch (PubSubException e) {
            return false;
        }
    }
}
