package io.fanfare.codec.jackson;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JacksonStdImpl;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.JDKKeyDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.util.ClassUtil;

/**
 * Has numbers refused that do not fit where Jackson would change them: a byte beyond 127, a finite number that becomes
 * infinite. Leaves deserializers that are not Jackson's own.
 */
final class ExactNumbers extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ExactNumbers() {
        super("fanfare-exact-numbers");
        setDeserializerModifier(new Modifier());
    }

    private static final class Modifier extends ValueDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("unchecked") // each handles the type that it is named for
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier type, ValueDeserializer<?> found) {
            if (found.getClass() == NumberDeserializers.DoubleDeserializer.class) {
                return new ExactDouble((Class<Double>) found.handledType());
            }
            if (found.getClass() == NumberDeserializers.FloatDeserializer.class) {
                return new ExactFloat((Class<Float>) found.handledType());
            }
            if (found.getClass() == NumberDeserializers.ByteDeserializer.class) {
                return new ExactByte((Class<Byte>) found.handledType());
            }
            return WholeSeconds.of(found);
        }

        @Override
        public ValueDeserializer<?> modifyArrayDeserializer(
                DeserializationConfig config,
                ArrayType type,
                BeanDescription.Supplier description,
                ValueDeserializer<?> found) {
            return type.getRawClass() == byte[].class && ClassUtil.isJacksonStdImpl(found)
                    ? new ExactBytes(found)
                    : found;
        }

        @Override
        public KeyDeserializer modifyKeyDeserializer(
                DeserializationConfig config, JavaType type, KeyDeserializer found) {
            Class<?> raw = type.getRawClass();
            return found.getClass() == JDKKeyDeserializer.class
                            && (raw == Byte.class || raw == Float.class || raw == Double.class)
                    ? new ExactKey(raw, found)
                    : found;
        }
    }

    private static boolean isNegative(String text) {
        return text.strip().startsWith("-");
    }

    /** Tells whether a number, or text, has digits: those of no finite number are {@code NaN} and {@code Infinity}. */
    private static boolean isFinite(String text) {
        return text.chars().anyMatch(Character::isDigit);
    }

    /** Refuses an infinite value of a number that is finite. */
    private static void checkInfinite(JsonParser parser, DeserializationContext context, Class<?> type) {
        JsonToken token = parser.currentToken();
        if (token != null && token.isScalarValue() && isFinite(parser.getString())) {
            context.reportInputMismatch(type, "a number that is beyond the range of %s", type.getSimpleName());
        }
    }

    @JacksonStdImpl
    private static final class ExactDouble extends NumberDeserializers.DoubleDeserializer {
        ExactDouble(Class<Double> type) {
            super(type, type.isPrimitive() ? 0d : null);
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) {
            Double value = super.deserialize(parser, context);
            if (value != null && value.isInfinite()) {
                checkInfinite(parser, context, handledType());
            }
            return value;
        }
    }

    @JacksonStdImpl
    private static final class ExactFloat extends NumberDeserializers.FloatDeserializer {
        ExactFloat(Class<Float> type) {
            super(type, type.isPrimitive() ? 0f : null);
        }

        @Override
        public Float deserialize(JsonParser parser, DeserializationContext context) {
            Float value = super.deserialize(parser, context);
            if (value != null && value.isInfinite()) {
                checkInfinite(parser, context, handledType());
            }
            return value;
        }
    }

    @JacksonStdImpl
    private static final class ExactByte extends NumberDeserializers.ByteDeserializer {
        ExactByte(Class<Byte> type) {
            super(type, type.isPrimitive() ? (byte) 0 : null);
        }

        @Override
        public Byte deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.isExpectedNumberIntToken()) {
                return exact(parser);
            }
            JsonToken token = parser.currentToken();
            String text = token != null && token.isScalarValue() ? parser.getString() : null;
            Byte value = super.deserialize(parser, context);
            if (value != null && value < 0 && text != null && !isNegative(text)) {
                context.reportInputMismatch(handledType(), "an integer that does not fit a byte");
            }
            return value;
        }
    }

    private static byte exact(JsonParser parser) {
        int value = parser.getIntValue();
        if (value != (byte) value) {
            throw new InputCoercionException(
                    parser, "an integer that does not fit a byte: " + value, parser.currentToken(), byte.class);
        }
        return (byte) value;
    }

    /** Reads the elements of an array as it reads a single byte. */
    @JacksonStdImpl
    private static final class ExactBytes extends DelegatingDeserializer {
        ExactBytes(ValueDeserializer<?> actual) {
            super(actual);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> actual) {
            return new ExactBytes(actual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            return super.deserialize(parser.isExpectedStartArrayToken() ? new Elements(parser) : parser, context);
        }
    }

    private static final class Elements extends JsonParserDelegate {
        Elements(JsonParser actual) {
            super(actual);
        }

        @Override
        public byte getByteValue() {
            return exact(delegate);
        }
    }

    private static final class ExactKey extends KeyDeserializer {
        private final Class<?> type;
        private final KeyDeserializer actual;

        ExactKey(Class<?> type, KeyDeserializer actual) {
            this.type = type;
            this.actual = actual;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            Object value = actual.deserializeKey(key, context);
            boolean changed = (value instanceof Byte number && number < 0 && !isNegative(key))
                    || (value instanceof Double real && real.isInfinite() && isFinite(key))
                    || (value instanceof Float single && single.isInfinite() && isFinite(key));
            return changed ? context.handleWeirdKey(type, key, "it does not fit") : value;
        }
    }
}
