package io.fanfare.codec.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.io.NumberInput;

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
        checkExponent(number);
        return checked(number.toString(), maxLength);
    }

    /** Fails if an integer has more than {@code maxDigits} digits. */
    public static void check(BigInteger number, int maxDigits) {
        if (mayBeLonger(number, maxDigits)) {
            checkDigits(of(number, maxDigits + BESIDE_DIGITS), maxDigits);
        }
    }

    /** Fails if a decimal has more than {@code maxDigits} digits, with an exponent where that is shorter. */
    public static void check(BigDecimal number, int maxDigits) {
        if (mayBeLonger(number.unscaledValue(), maxDigits)) {
            checkDigits(of(number, maxDigits + BESIDE_DIGITS), maxDigits);
        }
        checkExponent(number);
    }

    /** Fails if a decimal without an exponent is too long. */
    public static void checkPlain(BigDecimal number, int maxLength) {
        if (number.precision() + Math.abs((long) number.scale()) > maxLength) {
            throw tooLong(maxLength);
        }
    }

    /** Fails if the exponent of a decimal is one that is written and not read. */
    private static void checkExponent(BigDecimal number) {
        long exponent = number.precision() - 1L - number.scale();
        if (exponent != (int) exponent) {
            try {
                NumberInput.parseBigDecimal(number.toString(), true);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a number has the exponent " + exponent + ", which is not read", e);
            }
        }
    }

    /** Tells whether the digits have to be counted: there are fewer than one for three bits, and one. */
    private static boolean mayBeLonger(BigInteger digits, int maxLength) {
        return digits.bitLength() / 3 + 1 + BESIDE_DIGITS > maxLength;
    }

    private static void checkDigits(String text, int maxDigits) {
        if (text.chars().filter(Character::isDigit).count() > maxDigits) {
            throw tooLong(maxDigits);
        }
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
