package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;

/** Makes MessagePack codecs with the settings of the application. */
public final class MsgpackCodecs {
    private MsgpackCodecs() {}

    /**
     * Returns a provider with the id {@code msgpack} that binds values by a copy of {@code mapper}: its modules and
     * features apply. The bytes are read and written by this codec whatever factory the mapper has, so that one that is
     * otherwise used for JSON serves too; extension types other than timestamps are read as
     * {@code MessagePackExtensionType}.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the mapper has default typing, by which a
     *     payload could name the classes to create, or is of a class that cannot be copied
     */
    public static CodecProvider using(ObjectMapper mapper) {
        return new MsgpackCodecProvider(new MsgpackBinding(mapper));
    }
}
