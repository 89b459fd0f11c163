import org.jspecify.annotations.NullMarked;

/**
 * JSON payloads by Jackson 3: the codec {@code json}.
 *
 * <p>A type of the application that is to be encoded or decoded must be reachable for Jackson: public in a package that
 * its module exports, or in a package that it opens to {@code tools.jackson.databind}.
 */
@NullMarked
module io.fanfare.codec.json {
    requires transitive io.fanfare.spi;
    requires transitive tools.jackson.databind;
    requires io.fanfare.codec.jackson;

    exports io.fanfare.codec.json;

    provides io.fanfare.spi.CodecProvider with
            io.fanfare.codec.json.JsonCodecProvider;
}
