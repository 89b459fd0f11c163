package io.fanfare;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The formats of the codec {@code auto}, by what {@link CodecOptions#AUTO_FORMATS} says. */
final class AutoFormats {
    private static final String KEY = "fanfare." + CodecOptions.AUTO_FORMATS;
    private static final Set<String> COMPOSED = Set.of("auto", "typed");

    private AutoFormats() {}

    /** Returns their ids in order: at least one, none twice, none that is composed. */
    static List<String> ids(CodecOptions options) {
        String text = options.get(CodecOptions.AUTO_FORMATS);
        List<String> ids = Stream.of(text.split(",", -1)).map(String::strip).toList();
        if (ids.contains("") || new HashSet<>(ids).size() < ids.size()) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "'" + text + "' is no value for " + KEY
                            + "; it takes ids of codecs with commas between them, each once");
        }
        for (String id : ids) {
            if (COMPOSED.contains(id) || id.indexOf('+') >= 0) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "'" + id + "' in " + KEY
                                + " is no format: auto and typed are made of formats, and a compression"
                                + " comes after auto, as in auto+gzip");
            }
        }
        return ids;
    }

    /** Returns the formats in order. */
    static List<CodecProvider> of(Catalog<CodecProvider> present, CodecOptions options) {
        return ids(options).stream().map(id -> format(present, id)).toList();
    }

    private static CodecProvider format(Catalog<CodecProvider> present, String id) {
        try {
            return present.select(id, Set.of());
        } catch (PubSubException e) {
            throw new PubSubException(
                    e.code(), KEY + " names " + id + ": " + Reason.of(e) + " Or set it to codecs that are present.", e);
        }
    }
}
