package io.fanfare;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;

/** A wire format whose codecs are checked, as {@link CheckedCodec} says. */
record CheckedCodecProvider(CodecProvider provider, Likeness likeness) implements CodecProvider {
    @Override
    public String id() {
        return provider.id();
    }

    @Override
    public Availability availability() {
        return provider.availability();
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        return new CheckedCodec<>(provider, type, options, likeness);
    }

    @Override
    public boolean mayBegin(Payload payload) {
        return provider.mayBegin(payload);
    }

    @Override
    public boolean recognises(Payload payload) {
        return provider.recognises(payload);
    }
}
