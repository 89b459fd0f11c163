package io.fanfare.conformance;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;

/** A codec with a lie in between. */
record StagedCodec(Lie lie, CodecProvider honest) implements CodecProvider {
    @Override
    public String id() {
        return honest.id();
    }

    @Override
    public boolean recognises(Payload payload) {
        return honest.recognises(payload);
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        Codec<T> codec = honest.codec(type, options);
        return new Codec<>() {
            @Override
            public Payload encode(T value) {
                return lie.encode(codec, value);
            }

            @Override
            public T decode(Payload payload) {
                return lie.decode(codec, payload);
            }
        };
    }
}
