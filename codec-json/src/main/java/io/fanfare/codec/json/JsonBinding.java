package io.fanfare.codec.json;

import io.fanfare.spi.Codec;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.PackageVersion;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** The mapper behind the codecs, and the codecs it makes. The one class through which the provider reaches Jackson. */
final class JsonBinding {
    private final JsonMapper mapper;

    JsonBinding() {
        this.mapper = withoutClassNames(defaults());
    }

    JsonBinding(JsonMapper mapper) {
        if (mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "codec json: the JsonMapper has default typing, by which a payload names the classes to create;"
                            + " pass one without, and register subtypes by @JsonTypeInfo(use = NAME) instead");
        }
        this.mapper = withoutClassNames(mapper);
    }

    static String library() {
        return "Jackson " + PackageVersion.VERSION;
    }

    <T> Codec<T> codec(TypeRef<T> type) {
        try {
            JavaType javaType = mapper.constructType(type.type());
            ObjectReader reader = mapper.readerFor(javaType).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            resolve(reader);
            return new JsonCodec<>(type, reader, mapper.writerFor(javaType));
        } catch (JacksonException | IllegalArgumentException e) {
            throw JsonFailure.unsupported(type, e);
        }
    }

    /** Makes Jackson find the deserializer now: it would report a type that has none only with the first payload. */
    private static void resolve(ObjectReader reader) {
        try {
            Object unused = reader.readValue("null");
        } catch (MismatchedInputException e) {
            // the type has a deserializer, and no value for null
            return;
        }
    }

    private static JsonMapper withoutClassNames(JsonMapper mapper) {
        AnnotationIntrospector present = mapper.deserializationConfig().getAnnotationIntrospector();
        return mapper.rebuild()
                .annotationIntrospector(AnnotationIntrospector.pair(new NoClassNames(), present))
                .build();
    }

    private static JsonMapper defaults() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
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
