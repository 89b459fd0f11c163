package io.fanfare.codec.jackson;

import com.fasterxml.jackson.annotation.JsonFormat;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JacksonStdImpl;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.jdk.EnumDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Has the name of a constant with blanks around it refused, but for enums with a format of their own. */
final class ExactEnums extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ExactEnums() {
        super("fanfare-exact-enums");
        setDeserializerModifier(new ValueDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public ValueDeserializer<?> modifyEnumDeserializer(
                    DeserializationConfig config,
                    JavaType type,
                    BeanDescription.Supplier description,
                    ValueDeserializer<?> found) {
                JsonFormat.Value format =
                        config.getAnnotationIntrospector().findFormat(config, description.getClassInfo());
                boolean plain = found.getClass() == EnumDeserializer.class
                        && (format == null || format.equals(JsonFormat.Value.empty()));
                return plain ? new ExactEnum((EnumDeserializer) found) : found;
            }
        });
    }

    @JacksonStdImpl
    private static final class ExactEnum extends EnumDeserializer {
        ExactEnum(EnumDeserializer found) {
            super(found, false, null, null, false);
        }

        private ExactEnum(
                EnumDeserializer found,
                boolean caseInsensitive,
                Boolean unknownIsDefault,
                Boolean unknownIsNull,
                boolean byIndex) {
            super(found, caseInsensitive, unknownIsDefault, unknownIsNull, byIndex);
        }

        @Override
        public EnumDeserializer withResolved(
                Boolean caseInsensitive, Boolean unknownIsDefault, Boolean unknownIsNull, boolean byIndex) {
            return new ExactEnum(this, Boolean.TRUE.equals(caseInsensitive), unknownIsDefault, unknownIsNull, byIndex);
        }

        @Override
        protected Object _fromString(JsonParser parser, DeserializationContext context, String text) {
            return isBlankAround(text)
                    ? context.handleWeirdStringValue(_enumClass(), text, "blanks around the name of a constant")
                    : super._fromString(parser, context, text);
        }

        private static boolean isBlankAround(String text) {
            return !text.isEmpty() && (text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ');
        }
    }
}
