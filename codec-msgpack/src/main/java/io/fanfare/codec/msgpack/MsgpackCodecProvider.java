package io.fanfare.codec.msgpack;

import io.fanfare.codec.jackson.Binding;
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
 * <p>Objects are maps with their property names as keys. A value of another type than the declared one, a fraction
 * where an integer is declared, an integer that does not fit, {@code nil} for a primitive or as the whole payload,
 * malformed UTF-8 and bytes after the value are refused. {@code byte[]} is binary; {@code Instant} is the timestamp
 * extension (type -1), which the other types of {@code java.time} read too; these are strings in ISO-8601 form;
 * {@code BigDecimal}, and a {@code BigInteger} beyond 64 bits, are decimal strings; enums are written by name. Other
 * extensions are {@link MsgpackExtension}. Numbers, lengths and counts are written in their shortest form, and read in
 * any.
 *
 * <p>Class names in a payload are never followed: a type whose {@code @JsonTypeInfo} asks for that is refused. The
 * {@link CodecOptions} say what becomes of unknown fields and duplicate keys, and set the limits; lengths are compared
 * with the payload before anything is allocated. {@link MsgpackCodecs} makes one with the settings of the application.
 */
public final class MsgpackCodecProvider implements CodecProvider {
    private volatile @Nullable Binding binding;

    /** Makes the provider with the default settings; loads no class of Jackson. */
    public MsgpackCodecProvider() {}

    MsgpackCodecProvider(Binding binding) {
        this.binding = binding;
    }

    @Override
    public String id() {
        return "msgpack";
    }

    @Override
    public Availability availability() {
        try {
            return Availability.usable(Binding.library());
        } catch (LinkageError e) {
            return Availability.unusable(missing(e));
        }
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        return binding().codec(type, options);
    }

    /** Compares the length of the payload with what its first byte announces: of a short value that is all. */
    @Override
    public boolean mayBegin(Payload payload) {
        return MsgpackWalk.mayBegin(payload);
    }

    /** Walks the whole payload: true means that it is exactly one well-formed MessagePack value. */
    @Override
    public boolean recognises(Payload payload) {
        return new MsgpackWalk(payload).fault() == null;
    }

    private Binding binding() {
        Binding found = binding;
        if (found == null) {
            try {
                found = Defaults.binding();
            } catch (LinkageError e) {
                throw new PubSubException(ErrorCode.PROVIDER_UNAVAILABLE, "codec msgpack: " + missing(e), e);
            }
            binding = found;
        }
        return found;
    }

    /** Where classes of Jackson are first linked. */
    private static final class Defaults {
        static Binding binding() {
            return Binding.defaults("msgpack", MsgpackFormat::new, new MsgpackModule());
        }
    }

    private static String missing(LinkageError cause) {
        return "Jackson 3 is missing or incomplete (" + cause
                + "); add io.fanfare:fanfare-codec-jackson and tools.jackson.core:jackson-databind";
    }
}
