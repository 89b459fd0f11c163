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

/**
 * How payloads of a codec are written and read by a person. What is sent and received are the codec's own payloads; on
 * this side of it every codec but {@code string} and {@code bytes} is seen as JSON.
 *
 * @param id the codec that the user named
 * @param parse from what the user wrote to a payload
 * @param show from a payload to one line
 */
record PayloadFormat(String id, Function<byte[], Payload> parse, Function<byte[], String> show) {
    static final String STRING = "string";

    private static final String BYTES = "bytes";
    private static final String JSON = "json";

    /**
     * Returns the format of a codec.
     *
     * @throws PubSubException one of the codes of a missing or unusable plug-in
     */
    static PayloadFormat of(String codec) {
        return switch (codec) {
            case STRING -> new PayloadFormat(codec, Payload::of, Escapes::escape);
            case BYTES -> new PayloadFormat(codec, text -> Payload.of(Escapes.unescape(text)), Escapes::escape);
            default -> values(codec);
        };
    }

    private static PayloadFormat values(String id) {
        Providers providers = Providers.discover();
        TypeRef<Object> any = TypeRef.of(Object.class);
        Codec<Object> codec = providers.codec(id).codec(any);
        Codec<Object> json = providers.codec(JSON).codec(any);
        return new PayloadFormat(
                id,
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
        return parse.apply(message.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the payload of what standard input held: as it is for {@code bytes}, else without its last line break.
     */
    Payload ofInput(byte[] input) {
        return id.equals(BYTES) ? Payload.of(input) : parse.apply(withoutLastLineBreak(input));
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
