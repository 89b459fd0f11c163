package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Binding;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import tools.jackson.databind.json.JsonMapper;

/** Makes JSON codecs with the settings of the application. */
public final class JsonCodecs {
    private JsonCodecs() {}

    /**
     * Returns a provider with the id {@code json} that binds values by a copy of {@code mapper}: its modules and
     * features apply, also to unknown fields and to JSON beyond RFC 8259; a payload of more than two bytes for each
     * element that {@code codec.max-elements} allows has to be of RFC 8259. The limits of
     * {@link io.fanfare.spi.CodecOptions CodecOptions} count instead of those of its factory; bytes after the value are
     * always refused.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the mapper has default typing, by which a
     *     payload could name the classes to create
     */
    public static CodecProvider using(JsonMapper mapper) {
        return new JsonCodecProvider(Binding.of("json", mapper, JsonFormat::new, new WholeText(), new NumberKeys()));
    }
}
