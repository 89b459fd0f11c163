package io.fanfare.integration.codec;

import io.fanfare.Providers;
import io.fanfare.spi.CodecProvider;
import java.util.List;

/** The codecs under test, by their ids. */
final class Formats {
    /** Those that are a format of their own, each with a corpus. */
    static final List<String> PLAIN = List.of("json", "msgpack");

    /** Those that carry any record, lists of them, and maps. */
    static final List<String> OF_RECORDS =
            List.of("json", "msgpack", "auto", "json+gzip", "msgpack+gzip", "msgpack+zstd", "auto+gzip");

    private static final Providers FOUND = Providers.discover();

    private Formats() {}

    static CodecProvider provider(String id) {
        return FOUND.codec(id);
    }
}
