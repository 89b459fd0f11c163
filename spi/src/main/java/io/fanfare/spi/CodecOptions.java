package io.fanfare.spi;

import io.fanfare.spi.Option.Strictness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a codec: the same options for all of them. Immutable.
 *
 * <p>Limits count in both directions: what a codec would refuse to decode it does not encode. A codec checks them
 * before it allocates what a payload announces. A format that has no such thing ignores the option.
 */
public final class CodecOptions {
    /** How many bytes a payload may have, compressed or not. */
    public static final Option<Integer> MAX_PAYLOAD = Option.integer(
            "codec.max-payload",
            64 << 20,
            1,
            512 << 20,
            Strictness.REQUIRED,
            "Bytes of a payload, before it is compressed and after it was decompressed.");

    /** How many arrays and maps may be open at a time. */
    public static final Option<Integer> MAX_DEPTH = Option.integer(
            "codec.max-depth", 500, 1, 10_000, Strictness.REQUIRED, "Levels to which arrays and maps may be nested.");

    /** The length of one string or binary: characters in text formats, bytes in binary ones. */
    public static final Option<Integer> MAX_STRING = Option.integer(
            "codec.max-string",
            16 << 20,
            1,
            512 << 20,
            Strictness.REQUIRED,
            "Length of a string or binary: characters in json, bytes in msgpack.");

    /** The elements of one array, or the entries of one map. */
    public static final Option<Integer> MAX_ELEMENTS = Option.integer(
            "codec.max-elements",
            1_000_000,
            1,
            512 << 20,
            Strictness.REQUIRED,
            "Elements of an array or entries of a map.");

    /** The length of one number that is written as text. */
    public static final Option<Integer> MAX_NUMBER = Option.integer(
            "codec.max-number",
            1000,
            20,
            1_000_000,
            Strictness.REQUIRED,
            "Characters of a number that is written as text.");

    /** What decoding does with fields that the declared type does not have. */
    public static final Option<UnknownFields> UNKNOWN_FIELDS = Option.oneOf(
            "codec.unknown-fields",
            UnknownFields.class,
            UnknownFields.IGNORE,
            Strictness.REQUIRED,
            "What decoding does with fields that the declared type does not have.");

    /** What decoding does with a map that has one key twice. */
    public static final Option<DuplicateKeys> DUPLICATE_KEYS = Option.oneOf(
            "codec.duplicate-keys",
            DuplicateKeys.class,
            DuplicateKeys.LAST,
            Strictness.REQUIRED,
            "What decoding does with a map that has one key twice; last: the last value counts. Refusing takes time.");

    /** Whether a JSON text may have the bare words {@code NaN}, {@code Infinity} and {@code -Infinity}. */
    public static final Option<NonFinite> JSON_NON_FINITE = Option.oneOf(
            "codec.json.non-finite",
            NonFinite.class,
            NonFinite.REFUSE,
            Strictness.REQUIRED,
            "Bare NaN and Infinity in JSON, as Python writes them; refuse: they are written as strings.");

    /** From how many bytes on a payload is compressed. */
    public static final Option<Integer> COMPRESSION_THRESHOLD = Option.integer(
            "codec.compression.threshold",
            1024,
            0,
            512 << 20,
            Strictness.REQUIRED,
            "Bytes from which on a payload is compressed by a codec that compresses, such as json+gzip.");

    /** The formats of the codec {@code auto}. */
    public static final Option<String> AUTO_FORMATS = Option.text(
            "codec.auto.formats",
            "msgpack,json",
            Strictness.REQUIRED,
            "Codecs that auto reads, by their ids; it writes the first.");

    /** What the codec {@code auto} does with a payload that has different meanings in several formats. */
    public static final Option<Ambiguous> AUTO_AMBIGUOUS = Option.oneOf(
            "codec.auto.ambiguous",
            Ambiguous.class,
            Ambiguous.REFUSE,
            Strictness.REQUIRED,
            "What auto does with a payload that several formats read, each as another value; first: the first counts.");

    /** What decoding does with fields that the declared type does not have. */
    public enum UnknownFields {
        /** It skips them. */
        IGNORE,
        /** It fails. */
        REFUSE
    }

    /** What decoding does with a map that has one key twice. */
    public enum DuplicateKeys {
        /** The last value counts. */
        LAST,
        /** It fails. */
        REFUSE
    }

    /** What becomes of numbers that JSON has no form for. */
    public enum NonFinite {
        /** Bare words are malformed; such numbers are written as strings, and read from them. */
        REFUSE,
        /** They are written as bare words, and read from these and from strings. */
        ACCEPT
    }

    /** What becomes of a payload that several formats read, each as another value. */
    public enum Ambiguous {
        /** Decoding fails. */
        REFUSE,
        /** The format that is named first counts. */
        FIRST
    }

    private static final List<Option<?>> ALL = List.of(
            MAX_PAYLOAD,
            MAX_DEPTH,
            MAX_STRING,
            MAX_ELEMENTS,
            MAX_NUMBER,
            UNKNOWN_FIELDS,
            DUPLICATE_KEYS,
            JSON_NON_FINITE,
            COMPRESSION_THRESHOLD,
            AUTO_FORMATS,
            AUTO_AMBIGUOUS);

    private static final CodecOptions DEFAULTS = new CodecOptions(Map.of());

    private final Map<Option<?>, Object> values;

    private CodecOptions(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /** Returns every option that a codec knows. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** Returns the options with nothing set. */
    public static CodecOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with one more set.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if it is not one of {@link #all()}, or the value
     *     is out of its range
     */
    public <T> CodecOptions with(Option<T> option, T value) {
        if (!ALL.contains(option)) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, option + " is not an option of a codec; those are " + ALL);
        }
        Map<Option<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, option.check(value));
        return new CodecOptions(changed);
    }

    /** Returns the value of an option. */
    public <T> T get(Option<T> option) {
        Object value = values.get(option);
        @Nullable
        T found = value == null ? option.defaultValue() : option.type().cast(value);
        if (found == null) {
            throw new IllegalArgumentException(option + " is no option of a codec");
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecOptions that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
