package io.fanfare.codec.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/** Has keys that are numbers of any size written within the limit of numbers. */
final class NumberKeys extends SimpleModule {
    private static final long serialVersionUID = 1L;

    NumberKeys() {
        super("fanfare-json-number-keys");
        setSerializerModifier(new ValueSerializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            @SuppressWarnings("unchecked") // what serializes keys takes any
            public ValueSerializer<?> modifyKeySerializer(
                    SerializationConfig config,
                    JavaType type,
                    BeanDescription.Supplier description,
                    ValueSerializer<?> found) {
                return (type.hasRawClass(BigInteger.class) || type.hasRawClass(BigDecimal.class))
                                && found.getClass().getPackageName().startsWith("tools.jackson.databind.")
                        ? new LimitedKey((ValueSerializer<Object>) found)
                        : found;
            }
        });
    }

    private static final class LimitedKey extends StdSerializer<Object> {
        private final ValueSerializer<Object> actual;

        LimitedKey(ValueSerializer<Object> actual) {
            super(Object.class);
            this.actual = actual;
        }

        @Override
        public void serialize(Object key, JsonGenerator generator, SerializationContext context) {
            if (generator instanceof LimitedGenerator limited) {
                limited.checkKey(key);
            }
            actual.serialize(key, generator, context);
        }
    }
}
