package io.fanfare.codec.jackson;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JacksonStdImpl;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.ext.javatime.deser.DurationDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;

/** Refuses a number of seconds that is beyond a long, of which Jackson would take the low bits or none. */
@JacksonStdImpl
final class WholeSeconds extends DelegatingDeserializer {
    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** A shorter text has fewer digits than a number beyond a long. */
    private static final int SHORT_TEXT = 19;

    private WholeSeconds(ValueDeserializer<?> actual) {
        super(actual);
    }

    /** Returns a deserializer as it is, or what reads as it does where it reads seconds. */
    static ValueDeserializer<?> of(ValueDeserializer<?> found) {
        return found.getClass() == InstantDeserializer.class || found.getClass() == DurationDeserializer.class
                ? new WholeSeconds(found)
                : found;
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> actual) {
        return new WholeSeconds(actual);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        boolean beyond = parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)
                ? beyondLong(parser.getDecimalValue())
                : parser.hasToken(JsonToken.VALUE_STRING) && textBeyondLong(parser.getString());
        if (beyond) {
            context.reportInputMismatch(handledType(), "a number of seconds that does not fit");
        }
        return super.deserialize(parser, context);
    }

    private static boolean beyondLong(BigDecimal number) {
        return number.compareTo(MOST) > 0 || number.compareTo(LEAST) < 0;
    }

    /** Tells whether text is a number beyond a long, in digits with or without a point. */
    private static boolean textBeyondLong(String text) {
        if (text.length() < SHORT_TEXT || text.indexOf('-', 1) >= 0 || text.indexOf(':') >= 0) {
            return false;
        }
        int digits = 0;
        for (int i = 0; i < text.length() && text.charAt(i) != '.'; i++) {
            digits += Character.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits > SHORT_TEXT && text.chars().noneMatch(Character::isLetter);
    }
}
