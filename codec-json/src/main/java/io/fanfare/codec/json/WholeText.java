package io.fanfare.codec.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.util.ClassUtil;

/** Has the text of a {@code byte[]} read as JSON first, which has no control characters in it, and as Base64 then. */
final class WholeText extends SimpleModule {
    private static final long serialVersionUID = 1L;

    WholeText() {
        super("fanfare-json-binary");
        setDeserializerModifier(new ValueDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public ValueDeserializer<?> modifyArrayDeserializer(
                    DeserializationConfig config,
                    ArrayType type,
                    BeanDescription.Supplier description,
                    ValueDeserializer<?> found) {
                return type.getRawClass() == byte[].class && ClassUtil.isJacksonStdImpl(found)
                        ? new TextFirst(found)
                        : found;
            }
        });
    }

    private static final class TextFirst extends DelegatingDeserializer {
        TextFirst(ValueDeserializer<?> actual) {
            super(actual);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> actual) {
            return new TextFirst(actual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            parser.finishToken();
            return super.deserialize(parser, context);
        }
    }
}
