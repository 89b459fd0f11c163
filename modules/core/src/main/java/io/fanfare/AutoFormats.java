package io.fanfare;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** The formats of the codec {@code auto}, by what {@link CodecOptions#AUTO_FORMATS} says. */
final class AutoFormats {
    private AutoFormats() {}

    /** Returns their ids in order: at least one, none twice. */
    static List<String> ids(CodecOptions options) {
        String text = options.get(CodecOptions.AUTO_FORMATS);
        List<String> ids = Stream.of(text.split(",", -1)).map(String::strip).toList();
        if (ids.contains("") || new HashSet<>(ids).size() < ids.size()) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "'" + text + "' is no value for " + CodecOptions.AUTO_FORMATS
                            + "; it takes ids of codecs with commas between them, each once");
        }
        return ids;
    }
}
