package io.fanfare.codec.jackson;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;

/**
 * Calls a constructor through a handle whose type fits the call. Jackson has the handle adapted at every call, which
 * takes longer than all else that decoding a small record needs.
 */
final class ConstructorHandle extends StdValueInstantiator {
    private final AnnotatedConstructor constructor;

    /**
     * Takes the arguments as one array; absent until the first call, when Jackson has made the constructor accessible.
     */
    private @Nullable MethodHandle handle;

    private boolean unreachable;

    ConstructorHandle(StdValueInstantiator found, AnnotatedConstructor constructor) {
        super(found);
        this.constructor = constructor;
    }

    @Override
    public @Nullable Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
        MethodHandle callable = handle();
        if (callable == null) {
            return super.createFromObjectWith(context, arguments);
        }
        try {
            return (Object) callable.invokeExact(arguments);
        } catch (Exception e) {
            return context.handleInstantiationProblem(_valueClass, arguments, rewrapCtorProblem(context, e));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable MethodHandle handle() {
        MethodHandle found = handle;
        if (found == null && !unreachable) {
            try {
                Constructor<?> annotated = constructor.getAnnotated();
                found = MethodHandles.lookup()
                        .unreflectConstructor(annotated)
                        .asFixedArity()
                        .asSpreader(Object[].class, annotated.getParameterCount())
                        .asType(MethodType.methodType(Object.class, Object[].class));
                handle = found;
            } catch (IllegalAccessException e) {
                unreachable = true; // Jackson reaches it, or tells what is in its way
            }
        }
        return found;
    }
}
