package io.fanfare.integration.codec;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.util.Optional;

/**
 * What a codec says to a whole payload of no declared type. It accepts what it recognises and decodes; the top-level
 * null of a format counts as a value here, which is why the type is an {@code Optional}.
 */
final class Acceptance {
    /** More digits than a file of a suite has: what is recognised has no limit of them. */
    private static final int LONGEST_NUMBER = 1_000_000;

    private final CodecProvider provider;
    private final Codec<Optional<Object>> codec;

    Acceptance(String id) {
        this.provider = Formats.provider(id);
        this.codec = provider.codec(
                new TypeRef<>() {}, CodecOptions.defaults().with(CodecOptions.MAX_NUMBER, LONGEST_NUMBER));
    }

    /**
     * Tells whether the payload is accepted.
     *
     * @throws AssertionError if {@code recognises} and {@code decode} do not agree, or anything but a
     *     {@link DecodeException} is thrown
     */
    boolean accepts(Payload payload) {
        boolean recognised = recognises(payload);
        String refusal = refusal(payload);
        if (!recognised && refusal == null) {
            throw new AssertionError("recognises says no, but it decodes");
        }
        if (recognised && refusal != null && !isOfContent(refusal)) {
            throw new AssertionError("recognises says yes, and decode: " + refusal);
        }
        return refusal == null;
    }

    /** Tells whether what is well-formed is refused for what it holds, such as half a surrogate pair. */
    private static boolean isOfContent(String refusal) {
        return refusal.contains("surrogate")
                || refusal.contains("timestamp")
                || refusal.contains("extension")
                || refusal.contains("beyond the range of");
    }

    boolean recognises(Payload payload) {
        try {
            return provider.recognises(payload);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("recognises threw " + e, e);
        }
    }

    /** Returns why the payload is not decoded; null if it is. */
    String refusal(Payload payload) {
        try {
            return codec.decode(payload) == null ? "it is decoded to null" : null;
        } catch (DecodeException e) {
            return e.getMessage();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("decode threw " + e, e);
        }
    }
}
