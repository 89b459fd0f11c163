package io.fanfare.benchmarks.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.codec.msgpack.MsgpackCodecProvider;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.io.IOException;
import org.msgpack.jackson.dataformat.MessagePackMapper;
import tools.jackson.databind.json.JsonMapper;

/** One way to make bytes of an event, and to read them. */
interface EventFormat {
    byte[] encode(Event event) throws IOException;

    Event decode(byte[] bytes) throws IOException;

    /** Returns the way of a contender, with the settings that its own documentation shows. */
    static EventFormat of(String contender) {
        return switch (contender) {
            case "json" -> new OfCodec(new JsonCodecProvider());
            case "msgpack" -> new OfCodec(new MsgpackCodecProvider());
            case "jackson-json" -> new Jackson(new JsonMapper());
            case "jackson-dataformat-msgpack" -> new JacksonTwo(new MessagePackMapper());
            case "msgpack-core" -> new EventByHand();
            default -> throw new IllegalArgumentException(contender);
        };
    }

    /** A codec of Fanfare. */
    final class OfCodec implements EventFormat {
        private final Codec<Event> codec;

        OfCodec(CodecProvider provider) {
            this.codec = provider.codec(TypeRef.of(Event.class));
        }

        @Override
        public byte[] encode(Event event) {
            return codec.encode(event).array();
        }

        @Override
        public Event decode(byte[] bytes) {
            return codec.decode(Payload.of(bytes));
        }
    }

    /** Jackson 3. */
    record Jackson(JsonMapper mapper) implements EventFormat {
        @Override
        public byte[] encode(Event event) {
            return mapper.writeValueAsBytes(event);
        }

        @Override
        public Event decode(byte[] bytes) {
            return mapper.readValue(bytes, Event.class);
        }
    }

    /** Jackson 2, over the data format of msgpack-java. */
    record JacksonTwo(ObjectMapper mapper) implements EventFormat {
        @Override
        public byte[] encode(Event event) throws IOException {
            return mapper.writeValueAsBytes(event);
        }

        @Override
        public Event decode(byte[] bytes) throws IOException {
            return mapper.readValue(bytes, Event.class);
        }
    }
}
