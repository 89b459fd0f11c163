package io.fanfare.codec.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of any size as text, but none that is longer than a limit. */
public final class NumberText {
    /** A digit is worth fewer bits than this. */
    private static final long BITS_PER_DIGIT = 4;

    /** More characters than a sign, a point, zeros in front and an exponent take. */
    private static final int BESIDE_DIGITS = 20;

    private NumberText() {}

    /** Returns the text of an integer. */
    public static String of(BigInteger number, int maxLength) {
        if (number.bitLength() > BITS_PER_DIGIT * maxLength) {
            throw tooLong(maxLength);
        }
        return checked(number.toString(), maxLength);
    }

    /** Returns the text of a decimal, with an exponent where that is shorter. */
    public static String of(BigDecimal number, int maxLength) {
        if (number.unscaledValue().bitLength() > BITS_PER_DIGIT * maxLength) {
            throw tooLong(maxLength);
        }
        return checked(number.toString(), maxLength);
    }

    /** Fails where {@link #of(BigInteger, int)} does. */
    public static void check(BigInteger number, int maxLength) {
        if (mayBeLonger(number, maxLength)) {
            of(number, maxLength);
        }
    }

    /** Fails where {@link #of(BigDecimal, int)} does. */
    public static void check(BigDecimal number, int maxLength) {
        if (mayBeLonger(number.unscaledValue(), maxLength)) {
            of(number, maxLength);
        }
    }

    /** Fails if a decimal without an exponent is too long. */
    public static void checkPlain(BigDecimal number, int maxLength) {
        if (number.precision() + Math.abs((long) number.scale()) > maxLength) {
            throw tooLong(maxLength);
        }
    }

    /** Tells whether the digits have to be counted: there are fewer than one for three bits, and one. */
    private static boolean mayBeLonger(BigInteger digits, int maxLength) {
        return digits.bitLength() / 3 + 1 + BESIDE_DIGITS > maxLength;
    }

    private static String checked(String text, int maxLength) {
        if (text.length() > maxLength) {
            throw tooLong(maxLength);
        }
        return text;
    }

    /** Returns the failure of a number that is too long. */
    public static IllegalArgumentException tooLong(int maxLength) {
        return new IllegalArgumentException(
                "a number has more characters than the " + maxLength + " of codec.max-number");
    }
}
