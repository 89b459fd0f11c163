import org.jspecify.annotations.NullMarked;

/**
 * MessagePack payloads by msgpack-java and Jackson 2: the codec {@code msgpack}.
 *
 * <p>A type of the application that is to be encoded or decoded must be reachable for Jackson: public in a package that
 * its module exports, or in a package that it opens to {@code com.fasterxml.jackson.databind}.
 *
 * <p>msgpack-core uses {@code sun.misc.Unsafe}, of which JDK 24 and later warn once at run time;
 * {@code --sun-misc-unsafe-memory-access=allow} keeps them silent.
 */
@NullMarked
module io.fanfare.codec.msgpack {
    requires transitive io.fanfare.spi;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires jackson.dataformat.msgpack;
    requires msgpack.core;
    requires jdk.unsupported; // msgpack.core is an automatic module and cannot say that it needs sun.misc.Unsafe

    exports io.fanfare.codec.msgpack;

    provides io.fanfare.spi.CodecProvider with
            io.fanfare.codec.msgpack.MsgpackCodecProvider;
}
