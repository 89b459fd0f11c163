package io.fanfare.codec.jackson;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.UnknownFields;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.PackageVersion;
import tools.jackson.databind.exc.MismatchedInputException;

/** The mapper behind the codecs of one provider, and the codecs it makes. Thread-safe. */
public final class Binding {
    /** Sets of options whose formats are kept; an application has few. */
    private static final int KEPT_FORMATS = 32;

    private final Failures failures;
    private final ObjectMapper mapper;
    private final boolean ofApplication;
    private final BiFunction<ObjectMapper, CodecOptions, TokenFormat> formats;
    private final ConcurrentMap<CodecOptions, TokenFormat> formatByOptions = new ConcurrentHashMap<>();

    private Binding(
            String codec,
            ObjectMapper mapper,
            boolean ofApplication,
            BiFunction<ObjectMapper, CodecOptions, TokenFormat> formats) {
        this.failures = new Failures(codec);
        this.mapper = mapper;
        this.ofApplication = ofApplication;
        this.formats = formats;
    }

    /** Binds with Fanfare's settings. */
    public static Binding defaults(
            String codec, BiFunction<ObjectMapper, CodecOptions, TokenFormat> formats, JacksonModule... modules) {
        return new Binding(codec, Mappers.defaults(modules), false, formats);
    }

    /**
     * Binds by a copy of a mapper of the application, whose own settings stand for unknown fields.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the mapper has default typing
     */
    public static Binding of(
            String codec,
            ObjectMapper application,
            BiFunction<ObjectMapper, CodecOptions, TokenFormat> formats,
            JacksonModule... modules) {
        return new Binding(codec, Mappers.of(codec, application, modules), true, formats);
    }

    /** Names the library and its version; a {@link LinkageError} if it is absent. */
    public static String library() {
        return "Jackson " + PackageVersion.VERSION;
    }

    /** Returns a codec whose reader and writer are resolved. */
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        TokenFormat format = format(options);
        try {
            JavaType javaType = mapper.constructType(type.type());
            ObjectReader reader = mapper.readerFor(javaType).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            if (!ofApplication && options.get(CodecOptions.UNKNOWN_FIELDS) == UnknownFields.REFUSE) {
                reader = reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
            }
            resolve(reader, format);
            return new BoundCodec<>(
                    type, reader, mapper.writerFor(javaType), format, options.get(CodecOptions.MAX_PAYLOAD), failures);
        } catch (JacksonException | IllegalArgumentException | LinkageError e) {
            throw failures.unsupported(type, e);
        }
    }

    private TokenFormat format(CodecOptions options) {
        TokenFormat found = formatByOptions.get(options);
        if (found == null) {
            if (formatByOptions.size() >= KEPT_FORMATS) {
                formatByOptions.clear();
            }
            found = formatByOptions.computeIfAbsent(options, each -> formats.apply(mapper, each));
        }
        return found;
    }

    /** Makes Jackson find the deserializer now: it would report a type that has none only with the first payload. */
    private static void resolve(ObjectReader reader, TokenFormat format) {
        try (JsonParser nothing = format.parser(format.nothing())) {
            Object unused = reader.readValue(nothing);
        } catch (MismatchedInputException e) {
            // the type has a deserializer, and no value for null
            return;
        }
    }
}
