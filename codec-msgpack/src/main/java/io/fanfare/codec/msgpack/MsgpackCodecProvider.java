package io.fanfare.codec.msgpack;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import org.jspecify.annotations.Nullable;

/**
 * The codec {@code msgpack}: one MessagePack value per payload. Thread-safe.
 *
 * <p>Objects are maps with their property names as keys. Unknown properties are ignored. A value of another type than
 * the declared one, a fraction where an integer is declared, an integer that does not fit, {@code nil} for a primitive
 * or as the whole payload, malformed UTF-8 and bytes after the value are refused. {@code byte[]} is binary;
 * {@code Instant} is the timestamp extension (type -1); other types of {@code java.time} are strings in ISO-8601 form;
 * {@code BigDecimal}, and a {@code BigInteger} beyond 64 bits, are decimal strings; enums are written by name. Class
 * names in a payload are never followed: a type whose {@code @JsonTypeInfo} asks for that is refused. Nesting is
 * limited to 500 levels. Lengths are checked against the payload before anything is allocated. {@link MsgpackCodecs}
 * makes one with the settings of the application.
 */
public final class MsgpackCodecProvider implements CodecProvider {
    private volatile @Nullable MsgpackBinding binding;

    /** Makes the provider with the default settings; loads no class of Jackson or msgpack-java. */
    public MsgpackCodecProvider() {}

    MsgpackCodecProvider(MsgpackBinding binding) {
        this.binding = binding;
    }

    @Override
    public String id() {
        return "msgpack";
    }

    @Override
    public Availability availability() {
        try {
            return Availability.usable(MsgpackBinding.library());
        } catch (LinkageError e) {
            return Availability.unusable(missing(e));
        }
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        try {
            return binding().codec(type);
        } catch (LinkageError e) {
            throw new PubSubException(ErrorCode.PROVIDER_UNAVAILABLE, "codec msgpack: " + missing(e), e);
        }
    }

    /** Walks the whole payload: true means that it is exactly one well-formed MessagePack value. */
    @Override
    public boolean recognises(Payload payload) {
        return new MsgpackWalk(payload).fault() == null;
    }

    private MsgpackBinding binding() {
        MsgpackBinding found = binding;
        if (found == null) {
            found = new MsgpackBinding();
            binding = found;
        }
        return found;
    }

    private static String missing(LinkageError cause) {
        return "msgpack-java or Jackson 2 is missing or incomplete (" + cause
                + "); add org.msgpack:jackson-dataformat-msgpack, org.msgpack:msgpack-core,"
                + " com.fasterxml.jackson.core:jackson-databind and jackson-datatype-jdk8 and -jsr310";
    }
}
