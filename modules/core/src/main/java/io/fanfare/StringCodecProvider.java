package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The codec {@code string}: text in UTF-8, for the type {@link String}. Malformed text is refused both ways, not
 * repaired.
 */
public final class StringCodecProvider implements CodecProvider {
    /** What decoding puts in the place of malformed bytes. */
    private static final char REPLACEMENT = '\uFFFD';

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
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            for (byte b : bytes) {
                // also what stands for a lone surrogate
                if (b == '?') {
                    refuseLoneSurrogates(value);
                    break;
                }
            }
            return Payload.of(bytes);
        }

        private static void refuseLoneSurrogates(String value) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
                throw new PubSubException(
                        ErrorCode.ENCODE_FAILED,
                        "the codec string cannot encode a text of " + value.length()
                                + " characters with a lone surrogate");
            }
        }

        @Override
        public String decode(Payload payload) {
            String text = payload.toText();
            if (text.indexOf(REPLACEMENT) >= 0) {
                refuseMalformed(payload);
            }
            return text;
        }

        private static void refuseMalformed(Payload payload) {
            ByteBuffer bytes = payload.toByteBuffer();
            CoderResult result =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(payload.length()), true);
            if (result.isError()) {
                throw new DecodeException(
                        "string", TypeRef.of(String.class), payload, bytes.position(), "it is not UTF-8", null);
            }
        }
    }
}
