package io.fanfare.integration.codec;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;

/** A format that recognises payloads as another one does, and makes its own id of all. */
record Deciding(CodecProvider format) implements CodecProvider {
    @Override
    public String id() {
        return format.id();
    }

    @Override
    public boolean mayBegin(Payload payload) {
        return format.mayBegin(payload);
    }

    @Override
    public boolean recognises(Payload payload) {
        return format.recognises(payload);
    }

    @Override
    @SuppressWarnings("unchecked") // used for String only
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        return (Codec<T>) new Codec<String>() {
            @Override
            public Payload encode(String value) {
                return Payload.of(value);
            }

            @Override
            public String decode(Payload payload) {
                return id();
            }
        };
    }
}
