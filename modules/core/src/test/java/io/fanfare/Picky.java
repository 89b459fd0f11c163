package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;

/** The codec string, which does not decode the text "bad". */
final class Picky implements CodecProvider {
    private final CodecProvider string = new StringCodecProvider();

    @Override
    public String id() {
        return "picky";
    }

    @Override
    public boolean recognises(Payload payload) {
        return string.recognises(payload);
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        Codec<T> codec = string.codec(type, options);
        return new Codec<>() {
            @Override
            public Payload encode(T value) {
                return codec.encode(value);
            }

            @Override
            public T decode(Payload payload) {
                if (payload.toText().equals("bad")) {
                    throw new IllegalArgumentException("expected by the test");
                }
                return codec.decode(payload);
            }
        };
    }
}
