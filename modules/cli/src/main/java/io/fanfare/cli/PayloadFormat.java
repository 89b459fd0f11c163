package io.fanfare.cli;

import io.fanfare.Providers;
import io.fanfare.spi.Codec;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How payloads of a codec are written and read by a person. What is sent and received are the codec's own payloads; on
 * this side of it every codec but {@code string} and {@code bytes} is seen as JSON.
 *
 * @param id the codec that the user named
 * @param parse from what the user wrote on the command line to what is encoded
 * @param encode from that to a payload
 * @param show from a payload to one line
 */
record PayloadFormat(
        String id, UnaryOperator<byte[]> parse, Function<byte[], Payload> encode, Function<byte[], String> show) {
    static final String STRING = "string";

    private static final String BYTES = "bytes";
    private static final String JSON = "json";

    /**
     * Returns the format of a codec, compressed or not.
     *
     * @throws PubSubException one of the codes of a missing or unusable plug-in
     */
    static PayloadFormat of(String codec) {
        int plus = codec.indexOf('+');
        String compression = plus < 0 ? "" : codec.substring(plus);
        return switch (plus < 0 ? codec : codec.substring(0, plus)) {
            case STRING -> text(codec, compression, UnaryOperator.identity());
            case BYTES -> text(codec, compression, Escapes::unescape);
            default -> values(codec);
        };
    }

    private static PayloadFormat text(String id, String compression, UnaryOperator<byte[]> parse) {
        if (compression.isEmpty()) {
            return new PayloadFormat(id, parse, Payload::of, Escapes::escape);
        }
        Codec<byte[]> codec = Providers.discover().codec(BYTES + compression).codec(TypeRef.of(byte[].class));
        return new PayloadFormat(
                id, parse, codec::encode, payload -> Escapes.escape(codec.decode(Payload.of(payload))));
    }

    private static PayloadFormat values(String id) {
        Providers providers = Providers.discover();
        TypeRef<Object> any = TypeRef.of(Object.class);
        Codec<Object> codec = providers.codec(id).codec(any);
        Codec<Object> json = providers.codec(JSON).codec(any);
        return new PayloadFormat(
                id,
                UnaryOperator.identity(),
                text -> codec.encode(parsed(json, text)),
                bytes -> Escapes.escape(
                        json.encode(codec.decode(Payload.of(bytes))).toByteArray()));
    }

    private static Object parsed(Codec<Object> json, byte[] text) {
        try {
            return json.decode(Payload.of(text));
        } catch (PubSubException e) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, "the message is not JSON (" + Failures.text(e) + ")", e);
        }
    }

    /** Returns the payload of a message on the command line. */
    Payload ofArgument(String message) {
        return encode.apply(parse.apply(message.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the payload of what standard input held: as it is for {@code bytes}, else without its last line break.
     */
    Payload ofInput(byte[] input) {
        boolean bytes = id.equals(BYTES) || id.startsWith(BYTES + "+");
        return encode.apply(bytes ? input : parse.apply(withoutLastLineBreak(input)));
    }

    private static byte[] withoutLastLineBreak(byte[] input) {
        int length = input.length;
        if (length > 0 && input[length - 1] == '\n') {
            length -= length > 1 && input[length - 2] == '\r' ? 2 : 1;
        }
        return Arrays.copyOf(input, length);
    }

    /** Returns the id of the codec that the client uses: payloads are encoded and decoded here. */
    String codec() {
        return BYTES;
    }
}
