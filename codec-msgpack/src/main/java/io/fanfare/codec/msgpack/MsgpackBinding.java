package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fanfare.spi.Codec;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.CodeSource;
import org.msgpack.core.MessagePack;
import org.msgpack.jackson.dataformat.MessagePackParser;

/** The mapper behind the codecs, and the codecs it makes. The one class through which the provider reaches Jackson. */
final class MsgpackBinding {
    private static final byte NIL = (byte) 0xC0;

    private final ObjectMapper mapper;

    MsgpackBinding() {
        this.mapper = withoutClassNames(defaults());
    }

    MsgpackBinding(ObjectMapper mapper) {
        if (mapper.getDeserializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "codec msgpack: the ObjectMapper has default typing, by which a payload names the classes to"
                            + " create; pass one without, and register subtypes by @JsonTypeInfo(use = NAME) instead");
        }
        try {
            this.mapper = withoutClassNames(mapper.copy());
        } catch (IllegalStateException e) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "codec msgpack: the " + mapper.getClass().getName() + " cannot be copied; override copy()",
                    e);
        }
    }

    /** Names the libraries, whose versions only the path of their jars tells; a LinkageError if one is absent. */
    static String library() {
        return "msgpack-java (" + jar(MessagePack.class) + ", " + jar(MessagePackParser.class) + "), Jackson "
                + PackageVersion.VERSION + " (" + jar(Jdk8Module.class) + ", " + jar(JavaTimeModule.class) + ")";
    }

    private static String jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String path = source == null || source.getLocation() == null
                ? type.getName()
                : source.getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    <T> Codec<T> codec(TypeRef<T> type) {
        try {
            JavaType javaType = mapper.constructType(type.type());
            ObjectReader reader = mapper.readerFor(javaType);
            resolve(reader);
            return new MsgpackCodec<>(type, mapper, reader, mapper.writerFor(javaType));
        } catch (IOException | IllegalArgumentException e) {
            throw MsgpackFailure.unsupported(type, e);
        }
    }

    /** Makes Jackson find the deserializer now: it would report a type that has none only with the first payload. */
    private static void resolve(ObjectReader reader) throws IOException {
        try (StrictParser nil = StrictParser.of(reader, new byte[] {NIL}, 0, 1)) {
            Object unused = reader.readValue(nil);
        } catch (MismatchedInputException e) {
            // the type has a deserializer, and no value for nil
            return;
        }
    }

    private static ObjectMapper withoutClassNames(ObjectMapper mapper) {
        AnnotationIntrospector present = mapper.getDeserializationConfig().getAnnotationIntrospector();
        return mapper.setAnnotationIntrospector(AnnotationIntrospector.pair(new NoClassNames(), present));
    }

    private static ObjectMapper defaults() {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new TimeModule())
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfig(
                        BigDecimal.class,
                        number -> number.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
                .withCoercionConfig(
                        BigInteger.class,
                        number -> number.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
                .build();
    }
}
