package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;

/** The codec {@code bytes}: payloads as they are, for the types {@code byte[]} and {@link Payload}. */
public final class BytesCodecProvider implements CodecProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public BytesCodecProvider() {}

    @Override
    public String id() {
        return "bytes";
    }

    @Override
    @SuppressWarnings("unchecked") // each codec is returned for its own type only
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        if (type.type() == byte[].class) {
            return (Codec<T>) new ArrayCodec();
        }
        if (type.type() == Payload.class) {
            return (Codec<T>) new PayloadCodec();
        }
        throw new PubSubException(
                ErrorCode.UNSUPPORTED,
                "the codec bytes carries byte[] and Payload, not " + type + "; choose another codec");
    }

    @Override
    public boolean recognises(Payload payload) {
        return true;
    }

    private static final class ArrayCodec implements Codec<byte[]> {
        @Override
        public Payload encode(byte[] value) {
            return Payload.of(value);
        }

        @Override
        public byte[] decode(Payload payload) {
            boolean whole = payload.offset() == 0 && payload.length() == payload.array().length;
            return whole ? payload.array() : payload.toByteArray();
        }
    }

    private static final class PayloadCodec implements Codec<Payload> {
        @Override
        public Payload encode(Payload value) {
            return value;
        }

        @Override
        public Payload decode(Payload payload) {
            return payload;
        }
    }
}
