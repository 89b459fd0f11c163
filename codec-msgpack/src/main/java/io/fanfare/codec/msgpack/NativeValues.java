package io.fanfare.codec.msgpack;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.util.ClassUtil;

/**
 * Keeps binary and extensions out of text and out of the types of {@code java.time}, reads timestamps, and numbers that
 * are text where a {@link Number} is declared. Leaves deserializers that are not Jackson's own.
 */
final class NativeValues extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier type, ValueDeserializer<?> found) {
        if (found.getClass() == StringDeserializer.class) {
            return new Text();
        }
        if (found.getClass() == NumberDeserializers.NumberDeserializer.class) {
            return new AnyNumber(found);
        }
        return type.getBeanClass().getPackageName().equals("java.time") && isOfJackson(found)
                ? new TextOrNumber(found)
                : found;
    }

    private static boolean isOfJackson(ValueDeserializer<?> found) {
        return found.getClass().getPackageName().startsWith("tools.jackson.") || ClassUtil.isJacksonStdImpl(found);
    }

    @Override
    public ValueDeserializer<?> modifyArrayDeserializer(
            DeserializationConfig config,
            ArrayType type,
            BeanDescription.Supplier description,
            ValueDeserializer<?> found) {
        return type.getRawClass() == char[].class && ClassUtil.isJacksonStdImpl(found) ? new NotEmbedded(found) : found;
    }

    /** Takes the place of Jackson's, which would make Base64 of binary. */
    private static final class Text extends StringDeserializer {
        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                return parser.getString();
            }
            return parser.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)
                    ? (String) context.handleUnexpectedToken(String.class, parser)
                    : super.deserialize(parser, context);
        }
    }

    private static class NotEmbedded extends DelegatingDeserializer {
        NotEmbedded(ValueDeserializer<?> actual) {
            super(actual);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> actual) {
            return new NotEmbedded(actual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            return parser.hasToken(JsonToken.VALUE_EMBEDDED_OBJECT)
                    ? context.handleUnexpectedToken(handledType(), parser)
                    : super.deserialize(parser, context);
        }
    }

    private static final class TextOrNumber extends NotEmbedded {
        private static final double TWO_TO_63 = 0x1p63;
        private static final int LONG_DIGITS = 19;

        TextOrNumber(ValueDeserializer<?> actual) {
            super(actual);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> actual) {
            return new TextOrNumber(actual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            Instant instant = parser instanceof MsgpackParser msgpack ? msgpack.instant() : null;
            if (instant != null && handledType() == Instant.class) {
                return instant;
            }
            if (parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT) && !(Math.abs(parser.getDoubleValue()) < TWO_TO_63)) {
                return context.handleWeirdNumberValue(
                        handledType(), parser.getDoubleValue(), "a number of seconds that does not fit");
            }
            if (instant == null && parser.hasToken(JsonToken.VALUE_STRING) && isHuge(parser.getString())) {
                return context.handleWeirdStringValue(
                        handledType(), parser.getString(), "a number of seconds that does not fit");
            }
            return super.deserialize(parser, context);
        }

        /** Tells whether text is a decimal beyond all times, of which Jackson would take the low bits. */
        private static boolean isHuge(String text) {
            return text.indexOf('.') >= LONG_DIGITS
                    && text.indexOf('-', 1) < 0
                    && text.indexOf(':') < 0
                    && !Character.isLetter(text.charAt(text.length() - 1));
        }
    }

    /** Reads text as JSON reads its digits, since decimals and integers beyond 64 bits are written as text. */
    private static final class AnyNumber extends DelegatingDeserializer {
        private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

        AnyNumber(ValueDeserializer<?> actual) {
            super(actual);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> actual) {
            return new AnyNumber(actual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return super.deserialize(parser, context);
            }
            String text = parser.getString();
            parser.streamReadConstraints().validateFPLength(text.length());
            if (INTEGER.matcher(text).matches()) {
                return integer(new BigInteger(text), context);
            }
            if (!DECIMAL.matcher(text).matches()) {
                return context.handleWeirdStringValue(Number.class, text, "not a number");
            }
            if (context.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)) {
                return new BigDecimal(text);
            }
            double value = Double.parseDouble(text);
            return Double.isInfinite(value)
                    ? context.handleWeirdStringValue(Number.class, text, "a number that does not fit a double")
                    : value;
        }

        private static Number integer(BigInteger value, DeserializationContext context) {
            if (value.bitLength() >= Long.SIZE || context.isEnabled(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)) {
                return value;
            }
            if (value.bitLength() >= Integer.SIZE || context.isEnabled(DeserializationFeature.USE_LONG_FOR_INTS)) {
                return value.longValue();
            }
            return value.intValue();
        }
    }
}
