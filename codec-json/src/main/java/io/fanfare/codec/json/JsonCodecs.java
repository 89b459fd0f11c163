package io.fanfare.codec.json;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import tools.jackson.databind.json.JsonMapper;

/** Makes JSON codecs with the settings of the application. */
public final class JsonCodecs {
    private JsonCodecs() {}

    /**
     * Returns a provider with the id {@code json} that binds values by {@code mapper}: its modules, features and limits
     * apply, except that bytes after the value are always refused.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the mapper has default typing, by which a
     *     payload could name the classes to create
     */
    public static CodecProvider using(JsonMapper mapper) {
        return new JsonCodecProvider(new JsonBinding(mapper));
    }
}
