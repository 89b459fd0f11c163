package io.fanfare.spi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with its type arguments: {@code TypeRef.of(Order.class)}, or for a generic type an anonymous subclass,
 * {@code new TypeRef<List<Order>>() {}}.
 *
 * @param <T> the type
 */
@SuppressWarnings("unused") // T is read by reflection
public abstract class TypeRef<T> {
    private final Type type;

    /** Captures the type argument of the subclass. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType self)) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, "a TypeRef needs a type argument: new TypeRef<List<Order>>() {}");
        }
        this.type = self.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    /** Returns the reference to a class that has no type parameters. */
    public static <T> TypeRef<T> of(Class<T> type) {
        return new TypeRef<>(type) {};
    }

    /** Returns the type. */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeRef<?> that && type.equals(that.type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
