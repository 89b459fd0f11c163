package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.InstantSerializer;
import java.io.IOException;
import java.time.Instant;

/**
 * Writes instants as MessagePack timestamps, and keeps binary out of types of {@code java.time}, whose deserializers
 * would hand on whatever object the parser holds.
 */
final class TimeModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    TimeModule() {
        super("fanfare-msgpack-time");
        addSerializer(Instant.class, new TimestampWriter());
        setDeserializerModifier(new NoEmbeddedTime());
    }

    private static final class TimestampWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        TimestampWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (generator instanceof StrictGenerator msgpack) {
                msgpack.writeExtensionType(Timestamp.encode(value));
            } else {
                InstantSerializer.INSTANCE.serialize(value, generator, provider);
            }
        }
    }

    private static final class NoEmbeddedTime extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> found) {
            return type.getBeanClass().getPackageName().equals("java.time") ? new TextOrNumber(found) : found;
        }
    }

    private static final class TextOrNumber extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        TextOrNumber(JsonDeserializer<?> actual) {
            super(actual);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> actual) {
            return new TextOrNumber(actual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)) {
                return context.handleUnexpectedToken(handledType(), parser);
            }
            return super.deserialize(parser, context);
        }
    }
}
