package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The codec {@code string}: text in UTF-8, for the type {@link String}. Malformed text is refused both ways, not
 * repaired.
 */
public final class StringCodecProvider implements CodecProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public StringCodecProvider() {}

    @Override
    public String id() {
        return "string";
    }

    @Override
    @SuppressWarnings("unchecked") // returned for String only
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        if (type.type() != String.class) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED, "the codec string carries String, not " + type + "; choose another codec");
        }
        return (Codec<T>) new TextCodec();
    }

    @Override
    public boolean recognises(Payload payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(payload.toByteBuffer());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static final class TextCodec implements Codec<String> {
        @Override
        public Payload encode(String value) {
            try {
                ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
                return new Payload(bytes.array(), bytes.arrayOffset(), bytes.remaining());
            } catch (CharacterCodingException e) {
                throw new PubSubException(
                        ErrorCode.ENCODE_FAILED,
                        "the codec string cannot encode a text of " + value.length()
                                + " characters with a lone surrogate",
                        e);
            }
        }

        @Override
        public String decode(Payload payload) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(payload.toByteBuffer())
                        .toString();
            } catch (CharacterCodingException e) {
                throw new PubSubException(
                        ErrorCode.DECODE_FAILED,
                        "the codec string cannot decode " + payload + ": they are not UTF-8",
                        e);
            }
        }
    }
}
