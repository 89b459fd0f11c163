package io.fanfare.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A setting: its name, type, default and range. Two options are the same only if they are one object.
 *
 * @param <T> the type of its values
 */
public final class Option<T> {
    /** How strictly a plug-in must honour an option. */
    public enum Strictness {
        /** Honour it or refuse to open. */
        REQUIRED,
        /**
         * Honour it where the client library and the platform can; the plug-in's documentation says where it does not.
         */
        HINT
    }

    private final String name;
    private final Class<T> type;
    private final @Nullable T defaultValue;
    private final Strictness strictness;
    private final String range;
    private final String description;
    private final boolean secret;
    private final Function<String, @Nullable T> parser;
    private final Predicate<T> valid;

    private Option(
            String name,
            Class<T> type,
            @Nullable T defaultValue,
            Strictness strictness,
            String range,
            String description,
            Function<String, @Nullable T> parser,
            Predicate<T> valid) {
        this(name, type, defaultValue, strictness, range, description, false, parser, valid);
    }

    private Option(
            String name,
            Class<T> type,
            @Nullable T defaultValue,
            Strictness strictness,
            String range,
            String description,
            boolean secret,
            Function<String, @Nullable T> parser,
            Predicate<T> valid) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.strictness = strictness;
        this.range = range;
        this.description = description;
        this.secret = secret;
        this.parser = parser;
        this.valid = valid;
    }

    /**
     * Returns an option that is a length of time, written as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h} or in
     * ISO-8601 form.
     */
    public static Option<Duration> duration(
            String name, Duration defaultValue, Duration min, Duration max, Strictness strictness, String description) {
        String range = DurationText.format(min) + " to " + DurationText.format(max);
        return new Option<>(
                name,
                Duration.class,
                defaultValue,
                strictness,
                range,
                description,
                DurationText::parse,
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    /** Returns an option that is a whole number from {@code min} to {@code max}. */
    public static Option<Integer> integer(
            String name, int defaultValue, int min, int max, Strictness strictness, String description) {
        return new Option<>(
                name,
                Integer.class,
                defaultValue,
                strictness,
                min + " to " + max,
                description,
                Option::parseInteger,
                value -> value >= min && value <= max);
    }

    private static @Nullable Integer parseInteger(String text) {
        try {
            return Integer.valueOf(text.replace("_", ""));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns an option that is a number of bytes from {@code min} to {@code max}. */
    public static Option<Long> bytes(
            String name, long defaultValue, long min, long max, Strictness strictness, String description) {
        return new Option<>(
                name,
                Long.class,
                defaultValue,
                strictness,
                min + " to " + max,
                description,
                Option::parseLong,
                value -> value >= min && value <= max);
    }

    private static @Nullable Long parseLong(String text) {
        try {
            return Long.valueOf(text.replace("_", ""));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns an option that is {@code true} or {@code false}. */
    public static Option<Boolean> bool(String name, boolean defaultValue, Strictness strictness, String description) {
        return new Option<>(
                name,
                Boolean.class,
                defaultValue,
                strictness,
                "true or false",
                description,
                Option::parseTruth,
                value -> true);
    }

    private static @Nullable Boolean parseTruth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Returns an option that is a text without control characters. */
    public static Option<String> text(
            String name, @Nullable String defaultValue, Strictness strictness, String description) {
        return new Option<>(
                name, String.class, defaultValue, strictness, "text", description, text -> text, Option::isPrintable);
    }

    /** Returns an option that is a text without control characters which is, or may contain, a secret: never shown. */
    public static Option<String> secret(
            String name, @Nullable String defaultValue, Strictness strictness, String description) {
        return new Option<>(
                name,
                String.class,
                defaultValue,
                strictness,
                "text",
                description,
                true,
                text -> text,
                Option::isPrintable);
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    /** Returns an option that is one of the constants of an enum, written in lower case with hyphens. */
    public static <E extends Enum<E>> Option<E> oneOf(
            String name, Class<E> type, E defaultValue, Strictness strictness, String description) {
        E[] constants = Objects.requireNonNull(type.getEnumConstants());
        String range =
                String.join(", ", Arrays.stream(constants).map(Option::written).toList());
        return new Option<>(
                name,
                type,
                defaultValue,
                strictness,
                range,
                description,
                text -> Arrays.stream(constants)
                        .filter(constant -> written(constant).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElse(null),
                value -> true);
    }

    /** Returns an option whose value is an object that the application passes; it has no text form. */
    public static <T> Option<T> object(String name, Class<T> type, Strictness strictness, String description) {
        return new Option<>(name, type, null, strictness, "an object", description, text -> null, value -> true);
    }

    /** Returns the name, without the prefix {@code fanfare.}. */
    public String name() {
        return name;
    }

    /** Returns the type of the values. */
    public Class<T> type() {
        return type;
    }

    /** Returns the value that counts when none is set; null for none. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /** Returns how strictly a plug-in must honour it. */
    public Strictness strictness() {
        return strictness;
    }

    /** Returns the values it takes, in words. */
    public String range() {
        return range;
    }

    /** Returns what it sets, in one sentence. */
    public String description() {
        return description;
    }

    /**
     * Returns the value that {@code text} stands for.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if there is none
     */
    public T parse(String text) {
        T value = parser.apply(text.strip());
        if (value == null || !valid.test(value)) {
            throw invalid(text);
        }
        return value;
    }

    /**
     * Returns the value if it is in range.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if it is not
     */
    public T check(T value) {
        if (!valid.test(value)) {
            throw invalid(written(value));
        }
        return value;
    }

    private PubSubException invalid(String text) {
        String shown = secret ? "what is set, not shown here," : "'" + text + "'";
        return new PubSubException(
                ErrorCode.CONFIGURATION_INVALID,
                shown + " is no value for " + name + "; it takes " + range
                        + (secret ? " without control characters" : ""));
    }

    /** Returns the text form of a value, as {@link #parse} reads it. */
    public static String written(Object value) {
        if (value instanceof Duration duration) {
            return DurationText.format(duration);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
