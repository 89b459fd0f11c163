package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;

/** Refuses payloads longer than {@link CodecOptions#MAX_PAYLOAD}, and tells what one looks like that is not decoded. */
final class CheckedCodec<T> implements Codec<T> {
    private final CodecProvider provider;
    private final TypeRef<T> type;
    private final CodecOptions options;
    private final Likeness likeness;
    private final Codec<T> codec;
    private final int limit;

    CheckedCodec(CodecProvider provider, TypeRef<T> type, CodecOptions options, Likeness likeness) {
        this.provider = provider;
        this.type = type;
        this.options = options;
        this.likeness = likeness;
        this.codec = provider.codec(type, options);
        this.limit = options.get(CodecOptions.MAX_PAYLOAD);
    }

    @Override
    public Payload encode(T value) {
        Payload payload = codec.encode(value);
        if (payload.length() > limit) {
            throw tooLong(provider.id(), type, payload, limit);
        }
        return payload;
    }

    @Override
    public T decode(Payload payload) {
        if (payload.length() > limit) {
            throw new DecodeException(provider.id(), type, payload, -1, allowed(limit), null);
        }
        try {
            return codec.decode(payload);
        } catch (DecodeException e) {
            throw likeness.explain(e, provider, payload, options);
        } catch (PubSubException e) {
            if (e.code() != ErrorCode.DECODE_FAILED) {
                throw e;
            }
            DecodeException failure = new DecodeException(provider.id(), type, payload, -1, Reason.of(e), e);
            throw likeness.explain(failure, provider, payload, options);
        }
    }

    static PubSubException tooLong(String id, TypeRef<?> type, Payload payload, int limit) {
        return new PubSubException(
                ErrorCode.ENCODE_FAILED,
                "codec " + id + " made " + payload + " of a value of " + type + ": " + allowed(limit));
    }

    private static String allowed(int limit) {
        return "fanfare." + CodecOptions.MAX_PAYLOAD + " allows " + limit;
    }

    @Override
    public String toString() {
        return codec.toString();
    }
}
