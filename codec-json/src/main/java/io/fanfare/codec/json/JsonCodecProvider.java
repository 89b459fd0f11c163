package io.fanfare.codec.json;

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
 * The codec {@code json}: JSON in UTF-8 (RFC 8259), one value per payload, with or without a byte order mark.
 * Thread-safe.
 *
 * <p>A value of another JSON type than the declared one, a fraction where an integer is declared, {@code null} for a
 * primitive or as the whole payload, malformed UTF-8 and bytes after the value are refused. Enums are written by name,
 * types of {@code java.time} in ISO-8601 form, {@code byte[]} in Base64.
 *
 * <p>Class names in a payload are never followed: a type whose {@code @JsonTypeInfo} asks for that is refused. The
 * {@link CodecOptions} say what becomes of unknown fields, duplicate keys and numbers that are not finite, and set the
 * limits. {@link JsonCodecs} makes one with the settings of the application.
 */
public final class JsonCodecProvider implements CodecProvider {
    private volatile @Nullable Binding binding;

    /** Makes the provider with the default settings; loads no class of Jackson. */
    public JsonCodecProvider() {}

    JsonCodecProvider(Binding binding) {
        this.binding = binding;
    }

    @Override
    public String id() {
        return "json";
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

    /** Looks at the first byte after white space and a byte order mark. */
    @Override
    public boolean mayBegin(Payload payload) {
        return JsonText.mayBegin(payload);
    }

    /** Walks the whole payload: true means that it is exactly one JSON value of RFC 8259. */
    @Override
    public boolean recognises(Payload payload) {
        return new JsonWalk(payload).fault() == null;
    }

    private Binding binding() {
        Binding found = binding;
        if (found == null) {
            try {
                found = Defaults.binding();
            } catch (LinkageError e) {
                throw new PubSubException(ErrorCode.PROVIDER_UNAVAILABLE, "codec json: " + missing(e), e);
            }
            binding = found;
        }
        return found;
    }

    /** Where classes of Jackson are first linked. */
    private static final class Defaults {
        static Binding binding() {
            return Binding.defaults("json", JsonFormat::new, new WholeText(), new NumberKeys());
        }
    }

    private static String missing(LinkageError cause) {
        return "Jackson 3 is missing or incomplete (" + cause
                + "); add io.fanfare:fanfare-codec-jackson and tools.jackson.core:jackson-databind";
    }
}
