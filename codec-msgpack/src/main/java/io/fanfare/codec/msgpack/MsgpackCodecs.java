package io.fanfare.codec.msgpack;

import io.fanfare.codec.jackson.Binding;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import tools.jackson.databind.ObjectMapper;

/** Makes MessagePack codecs with the settings of the application. */
public final class MsgpackCodecs {
    private MsgpackCodecs() {}

    /**
     * Returns a provider with the id {@code msgpack} that binds values by a copy of {@code mapper}: its modules and
     * features apply, also to unknown fields. The bytes are read and written by this codec whatever factory the mapper
     * has, so that one that is otherwise used for JSON serves too. The limits of {@link io.fanfare.spi.CodecOptions
     * CodecOptions} count all the same; bytes after the value are always refused. An {@code Instant} is a timestamp
     * unless the mapper has a serializer of its own for it, or a format is declared.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the mapper has default typing, by which a
     *     payload could name the classes to create
     */
    public static CodecProvider using(ObjectMapper mapper) {
        return new MsgpackCodecProvider(Binding.of("msgpack", mapper, MsgpackFormat::new, new MsgpackModule()));
    }
}
