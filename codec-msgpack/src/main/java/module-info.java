import org.jspecify.annotations.NullMarked;

/**
 * MessagePack payloads, bound by Jackson 3: the codec {@code msgpack}.
 *
 * <p>A type of the application that is to be encoded or decoded must be reachable for Jackson: public in a package that
 * its module exports, or in a package that it opens to {@code tools.jackson.databind}.
 */
@NullMarked
module io.fanfare.codec.msgpack {
    requires transitive io.fanfare.spi;
    requires transitive tools.jackson.databind;
    requires io.fanfare.codec.jackson;

    exports io.fanfare.codec.msgpack;

    provides io.fanfare.spi.CodecProvider with
            io.fanfare.codec.msgpack.MsgpackCodecProvider;
}
