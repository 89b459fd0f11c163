package io.fanfare.codec.json;

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
 * The codec {@code json}: JSON in UTF-8, one value per payload. Thread-safe.
 *
 * <p>Unknown properties are ignored. A value of another JSON type than the declared one, a fraction where an integer is
 * declared, {@code null} for a primitive or as the whole payload, and bytes after the value are refused. Enums are
 * written by name, types of {@code java.time} in ISO-8601 form, {@code byte[]} in Base64. Class names in a payload are
 * never followed: a type whose {@code @JsonTypeInfo} asks for that is refused. Nesting is limited to 500 levels, a
 * number to 1,000 digits. {@link JsonCodecs} makes one with the settings of the application.
 */
public final class JsonCodecProvider implements CodecProvider {
    private volatile @Nullable JsonBinding binding;

    /** Makes the provider with the default settings; loads no class of Jackson. */
    public JsonCodecProvider() {}

    JsonCodecProvider(JsonBinding binding) {
        this.binding = binding;
    }

    @Override
    public String id() {
        return "json";
    }

    @Override
    public Availability availability() {
        try {
            return Availability.usable(JsonBinding.library());
        } catch (LinkageError e) {
            return Availability.unusable(missing(e));
        }
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        try {
            return binding().codec(type);
        } catch (LinkageError e) {
            throw new PubSubException(ErrorCode.PROVIDER_UNAVAILABLE, "codec json: " + missing(e), e);
        }
    }

    @Override
    public boolean recognises(Payload payload) {
        return JsonText.mayBegin(payload);
    }

    private JsonBinding binding() {
        JsonBinding found = binding;
        if (found == null) {
            found = new JsonBinding();
            binding = found;
        }
        return found;
    }

    private static String missing(LinkageError cause) {
        return "Jackson 3 is missing or incomplete (" + cause + "); add tools.jackson.core:jackson-databind";
    }
}
