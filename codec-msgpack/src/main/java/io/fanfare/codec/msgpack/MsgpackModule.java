package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ext.javatime.ser.InstantSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes and reads instants as timestamps and extensions as they are. */
final class MsgpackModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    MsgpackModule() {
        super("fanfare-msgpack");
        addSerializer(MsgpackExtension.class, new ExtensionWriter());
        addDeserializer(MsgpackExtension.class, new ExtensionReader());
        setSerializerModifier(new InstantsNatively());
        setDeserializerModifier(new NativeValues());
    }

    private static final class InstantsNatively extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier type, ValueSerializer<?> found) {
            return found.getClass() == InstantSerializer.class ? new TimestampWriter((InstantSerializer) found) : found;
        }
    }

    private static final class TimestampWriter extends StdSerializer<Instant> {
        private final InstantSerializer text;

        TimestampWriter(InstantSerializer text) {
            super(Instant.class);
            this.text = text;
        }

        /** Leaves a property whose format is declared to Jackson. */
        @Override
        public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
            JsonFormat.Value format = findFormatOverrides(context, property, Instant.class);
            return format == null || format.equals(JsonFormat.Value.empty())
                    ? this
                    : text.createContextual(context, property);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            if (generator instanceof MsgpackGenerator msgpack) {
                msgpack.write(value);
            } else {
                text.serialize(value, generator, context);
            }
        }

        @Override
        public void serializeWithType(
                Instant value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            WritableTypeId id = types.writeTypePrefix(generator, context, types.typeId(value, JsonToken.VALUE_STRING));
            serialize(value, generator, context);
            types.writeTypeSuffix(generator, context, id);
        }
    }

    private static final class ExtensionWriter extends StdSerializer<MsgpackExtension> {
        ExtensionWriter() {
            super(MsgpackExtension.class);
        }

        @Override
        public void serialize(MsgpackExtension value, JsonGenerator generator, SerializationContext context) {
            generator.writeEmbeddedObject(value);
        }

        @Override
        public void serializeWithType(
                MsgpackExtension value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            WritableTypeId id =
                    types.writeTypePrefix(generator, context, types.typeId(value, JsonToken.VALUE_EMBEDDED_OBJECT));
            serialize(value, generator, context);
            types.writeTypeSuffix(generator, context, id);
        }
    }

    private static final class ExtensionReader extends StdDeserializer<MsgpackExtension> {
        ExtensionReader() {
            super(MsgpackExtension.class);
        }

        @Override
        public MsgpackExtension deserialize(JsonParser parser, DeserializationContext context) {
            Object found = parser instanceof MsgpackParser msgpack ? msgpack.extension() : parser.getEmbeddedObject();
            return found instanceof MsgpackExtension extension
                    ? extension
                    : (MsgpackExtension) context.handleUnexpectedToken(MsgpackExtension.class, parser);
        }
    }
}
