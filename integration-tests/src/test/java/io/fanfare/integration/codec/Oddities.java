package io.fanfare.integration.codec;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What a codec reads, and neither writes nor recognises. Each is known, counted, and kept in the corpus. */
final class Oddities {
    private static final int LONGEST_NUMBER = CodecOptions.MAX_NUMBER.defaultValue();

    private Oddities() {}

    /**
     * Tells whether a payload would be JSON without its control characters: where a {@code byte[]} is declared, Jackson
     * skips them in the Base64 text, in which JSON has none.
     */
    static boolean isBase64WithControls(CodecProvider provider, Payload payload) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (byte b : payload.toByteArray()) {
            if (b < 0 || b >= ' ') {
                kept.write(b);
            }
        }
        return provider.id().equals("json") && provider.recognises(Payload.of(kept.toByteArray()));
    }

    /**
     * Tells whether there is text with half a surrogate pair, which JSON can escape but UTF-8 cannot carry; or a number
     * that has as many digits as are allowed, and a sign, which counts only in writing.
     */
    static boolean cannotBeEncoded(Object value) {
        if (value instanceof CharSequence text) {
            return hasHalfPair(text);
        }
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            return value.toString().length() > LONGEST_NUMBER;
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream().anyMatch(Oddities::cannotBeEncoded);
        }
        if (value instanceof Map<?, ?> map) {
            return cannotBeEncoded(map.keySet()) || cannotBeEncoded(map.values());
        }
        if (value instanceof Object[] elements) {
            return cannotBeEncoded(Arrays.asList(elements));
        }
        if (value instanceof Optional<?> maybe) {
            return cannotBeEncoded(maybe.orElse(null));
        }
        if (value instanceof Record fields) {
            return cannotBeEncoded(Sameness.components(fields));
        }
        return value != null && hasHalfPair(value.toString());
    }

    private static boolean hasHalfPair(CharSequence text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
