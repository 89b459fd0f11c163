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
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The codec {@code string}: text in UTF-8, for the type {@link String}. Malformed text is refused both ways, not
 * repaired.
 */
public final class StringCodecProvider implements CodecProvider {
    /** What decoding puts in the place of malformed bytes. */
    private static final char REPLACEMENT = '\uFFFD';

    /** Characters that are decoded at a time where only their form counts. */
    private static final int STEP = 1024;

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
    public boolean mayBegin(Payload payload) {
        return true;
    }

    @Override
    public boolean recognises(Payload payload) {
        return malformedAt(payload) < 0;
    }

    /** Returns the index of the first byte that is not UTF-8; -1 if there is none. */
    private static int malformedAt(Payload payload) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = payload.toByteBuffer();
        CharBuffer unused = CharBuffer.allocate(Math.min(STEP, payload.length()));
        CoderResult result;
        do {
            unused.clear();
            result = decoder.decode(bytes, unused, true);
        } while (result.isOverflow());
        return result.isError() ? bytes.position() : -1;
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
            int malformed = malformedAt(payload);
            if (malformed >= 0) {
                throw new DecodeException(
                        "string", TypeRef.of(String.class), payload, malformed, "it is not UTF-8", null);
            }
        }
    }
}
