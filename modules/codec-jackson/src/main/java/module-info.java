import org.jspecify.annotations.NullMarked;

/**
 * What the codecs {@code json} and {@code msgpack} share: the binding of values by Jackson 3, its limits and its
 * failures. Not for applications.
 */
@NullMarked
module io.fanfare.codec.jackson {
    requires transitive io.fanfare.spi;
    requires transitive tools.jackson.databind;

    exports io.fanfare.codec.jackson to
            io.fanfare.codec.json,
            io.fanfare.codec.msgpack;
}
