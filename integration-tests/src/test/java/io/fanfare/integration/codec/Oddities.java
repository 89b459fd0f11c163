package io.fanfare.integration.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What a codec reads and does not write. Each is known, counted, and kept in the corpus. */
final class Oddities {
    private Oddities() {}

    /** Tells whether there is text with half a surrogate pair, which JSON can escape but UTF-8 cannot carry. */
    static boolean cannotBeEncoded(Object value) {
        if (value instanceof CharSequence text) {
            return hasHalfPair(text);
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
