package io.fanfare.codec.jackson;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Locale;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** The mappers that bind values: the one with Fanfare's settings, and those of applications. */
final class Mappers {
    private Mappers() {}

    /**
     * Returns the mapper that binds by default: no coercion between text, number and boolean but text for
     * {@code BigDecimal} and {@code BigInteger}, no null for a primitive or for empty text, no fraction for an integer,
     * enums by name.
     */
    static ObjectMapper defaults(JacksonModule... modules) {
        return guarded(JsonMapper.builder()
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
                .withCoercionConfigDefaults(any -> any.setAcceptBlankAsEmpty(false))
                .withCoercionConfig(
                        LogicalType.OtherScalar,
                        scalar -> scalar.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.DateTime,
                        time -> time.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(URI.class, Mappers::fromEmptyText)
                .withCoercionConfig(Locale.class, Mappers::fromEmptyText)
                .withCoercionConfig(BigDecimal.class, Mappers::fromText)
                .withCoercionConfig(BigInteger.class, Mappers::fromText)
                .addModule(new ExactEnums())
                .addModules(modules));
    }

    /** For types one of whose values is the empty text. */
    private static void fromEmptyText(MutableCoercionConfig type) {
        type.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsEmpty);
    }

    private static void fromText(MutableCoercionConfig number) {
        number.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setAcceptBlankAsEmpty(false);
    }

    /**
     * Returns a copy of a mapper of the application, with what the format needs.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the mapper has default typing
     */
    static ObjectMapper of(String codec, ObjectMapper application, JacksonModule... modules) {
        if (application.deserializationConfig().getDefaultTyper(application.constructType(Object.class)) != null) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "codec " + codec + ": the " + application.getClass().getSimpleName()
                            + " has default typing, by which a payload names the classes to create;"
                            + " pass one without, and register subtypes by @JsonTypeInfo(use = NAME) instead");
        }
        return guarded(application.rebuild().addModules(modules));
    }

    private static ObjectMapper guarded(MapperBuilder<?, ?> builder) {
        AnnotationIntrospector present = builder.annotationIntrospector();
        return builder.addModules(new ConstructorHandles(), new ExactNumbers())
                .annotationIntrospector(AnnotationIntrospector.pair(new NoClassNames(), present))
                .build();
    }
}
