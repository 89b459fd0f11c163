package io.fanfare.codec.msgpack;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.base.ParserMinimalBase;

/**
 * The number that a parser is at, as the types of Java. An integer that does not fit the type that is asked for is
 * refused.
 */
abstract class NumberParser extends ParserMinimalBase {
    private static final double TWO_TO_63 = 0x1p63;

    private long integer;

    /** Whether {@link #integer} is to be read without a sign, because it is beyond what a long holds. */
    private boolean beyondLong;

    private double fraction;

    /** Whether {@link #fraction} came as a float, of which the shortest decimal counts. */
    private boolean single;

    NumberParser(ObjectReadContext context) {
        super(context);
    }

    /** Makes a token the current one. */
    final JsonToken is(JsonToken token) {
        _currToken = token;
        return token;
    }

    final JsonToken integer(long value) {
        integer = value;
        beyondLong = false;
        return is(JsonToken.VALUE_NUMBER_INT);
    }

    final JsonToken unsigned(long value) {
        integer = value;
        beyondLong = value < 0;
        return is(JsonToken.VALUE_NUMBER_INT);
    }

    final JsonToken fraction(double value) {
        fraction = value;
        single = false;
        return is(JsonToken.VALUE_NUMBER_FLOAT);
    }

    final JsonToken fraction(float value) {
        fraction = value;
        single = true;
        return is(JsonToken.VALUE_NUMBER_FLOAT);
    }

    /** Returns the number as text. */
    final String digits() {
        if (_currToken == JsonToken.VALUE_NUMBER_FLOAT) {
            return single ? Float.toString((float) fraction) : Double.toString(fraction);
        }
        return beyondLong ? Long.toUnsignedString(integer) : Long.toString(integer);
    }

    @Override
    public final @Nullable NumberType getNumberType() {
        if (_currToken == JsonToken.VALUE_NUMBER_FLOAT) {
            return single ? NumberType.FLOAT : NumberType.DOUBLE;
        }
        if (_currToken != JsonToken.VALUE_NUMBER_INT) {
            return null;
        }
        if (beyondLong) {
            return NumberType.BIG_INTEGER;
        }
        return integer == (int) integer ? NumberType.INT : NumberType.LONG;
    }

    @Override
    public final NumberTypeFP getNumberTypeFP() {
        if (_currToken != JsonToken.VALUE_NUMBER_FLOAT) {
            return NumberTypeFP.UNKNOWN;
        }
        return single ? NumberTypeFP.FLOAT32 : NumberTypeFP.DOUBLE64;
    }

    @Override
    public final Number getNumberValue() {
        if (isFraction()) {
            return single ? (Number) (float) fraction : (Number) fraction;
        }
        if (beyondLong) {
            return beyondLong();
        }
        if (integer == (int) integer) {
            return (int) integer;
        }
        return integer;
    }

    @Override
    public final byte getByteValue() {
        int value = getIntValue();
        if (value != (byte) value) {
            _reportOverflowByte(digits(), _currToken);
        }
        return (byte) value;
    }

    @Override
    public final int getIntValue() {
        if (_currToken == JsonToken.VALUE_NUMBER_INT && integer == (int) integer && !beyondLong) {
            return (int) integer;
        }
        long value = getLongValue();
        if (value != (int) value) {
            _reportOverflowInt(digits(), _currToken);
        }
        return (int) value;
    }

    @Override
    public final long getLongValue() {
        if (isFraction()) {
            if (!(fraction >= -TWO_TO_63 && fraction < TWO_TO_63)) {
                _reportOverflowLong(digits(), _currToken);
            }
            return (long) fraction;
        }
        if (beyondLong) {
            _reportOverflowLong(digits(), _currToken);
        }
        return integer;
    }

    @Override
    public final BigInteger getBigIntegerValue() {
        if (isFraction()) {
            return getDecimalValue().toBigInteger(); // at most 309 digits
        }
        return beyondLong ? beyondLong() : BigInteger.valueOf(integer);
    }

    @Override
    public final float getFloatValue() {
        if (!isFraction()) {
            return beyondLong ? beyondLong().floatValue() : integer;
        }
        float value = (float) fraction;
        if (Float.isInfinite(value) && Double.isFinite(fraction)) {
            throw _constructInputCoercion("The number " + fraction + " does not fit a float", _currToken, float.class);
        }
        return value;
    }

    @Override
    public final double getDoubleValue() {
        return isFraction() ? fraction : beyondLong ? beyondLong().doubleValue() : integer;
    }

    @Override
    public final BigDecimal getDecimalValue() {
        if (!isFraction()) {
            return beyondLong ? new BigDecimal(beyondLong()) : BigDecimal.valueOf(integer);
        }
        if (!Double.isFinite(fraction)) {
            throw _constructInputCoercion("The number " + fraction + " is no decimal", _currToken, BigDecimal.class);
        }
        return single ? new BigDecimal(digits()) : BigDecimal.valueOf(fraction);
    }

    @Override
    public final boolean isNaN() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(fraction);
    }

    private BigInteger beyondLong() {
        return new BigInteger(Long.toUnsignedString(integer));
    }

    private boolean isFraction() {
        if (_currToken == JsonToken.VALUE_NUMBER_FLOAT) {
            return true;
        }
        if (_currToken != JsonToken.VALUE_NUMBER_INT) {
            throw _constructNotNumericType(_currToken, NR_UNKNOWN);
        }
        return false;
    }
}
