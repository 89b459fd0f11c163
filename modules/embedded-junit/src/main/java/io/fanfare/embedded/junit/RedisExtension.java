package io.fanfare.embedded.junit;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedSentinel;
import io.fanfare.embedded.junit.WithRedis.Scope;
import io.fanfare.embedded.junit.WithRedis.Shape;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts a Redis for a test class and hands it to parameters: what {@link WithRedis} says, or what the one who
 * registers it says.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final RedisExtension REDIS = RedisExtension.starting(
 *         () -> EmbeddedCluster.builder().replicas(1).user("app", "secret", "&*", "+@all").start());
 *
 * @Test
 * void survivesAFailover(EmbeddedCluster cluster, @RedisUri String uri) { … }
 * }</pre>
 *
 * <p>It is registered on a class: by the annotation, or as a static field.
 */
public final class RedisExtension implements ParameterResolver {
    private final @Nullable Supplier<? extends AutoCloseable> start;

    /** Creates an extension that goes by {@link WithRedis}; JUnit calls it. */
    public RedisExtension() {
        this.start = null;
    }

    private RedisExtension(Supplier<? extends AutoCloseable> start) {
        this.start = start;
    }

    /**
     * Returns an extension to register.
     *
     * @param start starts an {@link EmbeddedRedis}, {@link EmbeddedSentinel} or {@link EmbeddedCluster}, when a
     *     parameter is first asked for; it is closed after the last test of the class
     */
    public static RedisExtension starting(Supplier<? extends AutoCloseable> start) {
        return new RedisExtension(Objects.requireNonNull(start, "start"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return parameter.isAnnotated(RedisUri.class)
                || type == EmbeddedRedis.class
                || type == EmbeddedSentinel.class
                || type == EmbeddedCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        AutoCloseable redis = started(context);
        if (parameter.isAnnotated(RedisUri.class)) {
            if (type != String.class) {
                throw new ParameterResolutionException("@RedisUri is for a String, not for a " + type.getName());
            }
            return uri(redis);
        }
        if (!type.isInstance(redis)) {
            throw new ParameterResolutionException("This test class has the "
                    + redis.getClass().getSimpleName() + ", and no " + type.getSimpleName()
                    + ": change the parameter, or the value of @WithRedis");
        }
        return redis;
    }

    private AutoCloseable started(ExtensionContext context) {
        Supplier<? extends AutoCloseable> own = start;
        if (own != null) {
            return in(outermost(context), this, own);
        }
        ExtensionContext annotated = outermost(context);
        WithRedis wanted = annotation(context);
        return in(
                wanted.scope() == Scope.RUN ? context.getRoot() : annotated,
                new Wanted(wanted.value(), wanted.tls()),
                () -> start(wanted));
    }

    /** Returns what a store has or begins to have; JUnit closes it with the store. */
    private static AutoCloseable in(ExtensionContext context, Object key, Supplier<? extends AutoCloseable> start) {
        return context.getStore(Namespace.create(RedisExtension.class))
                .getOrComputeIfAbsent(key, unused -> start.get(), AutoCloseable.class);
    }

    /** Returns the context of the class in which this test's class is nested, or that of its class. */
    private static ExtensionContext outermost(ExtensionContext context) {
        ExtensionContext outermost = context;
        for (ExtensionContext each = context;
                each.getParent().isPresent();
                each = each.getParent().get()) {
            if (each.getTestClass().isPresent()) {
                outermost = each;
            }
        }
        return outermost;
    }

    private static WithRedis annotation(ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            var found = AnnotationSupport.findAnnotation(type, WithRedis.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ParameterResolutionException(context.getRequiredTestClass().getName()
                + " is not annotated @WithRedis: annotate it, or register RedisExtension.starting(…)");
    }

    private static AutoCloseable start(WithRedis wanted) {
        return switch (wanted.value()) {
            case STANDALONE -> {
                EmbeddedRedis.Builder builder = EmbeddedRedis.builder();
                yield (wanted.tls() ? builder.tls() : builder).start();
            }
            case SENTINEL -> {
                EmbeddedSentinel.Builder builder = EmbeddedSentinel.builder();
                yield (wanted.tls() ? builder.tls() : builder).start();
            }
            case CLUSTER, CLUSTER_WITH_REPLICAS -> {
                EmbeddedCluster.Builder builder = EmbeddedCluster.builder();
                builder.replicas(wanted.value() == Shape.CLUSTER ? 0 : 1);
                yield (wanted.tls() ? builder.tls() : builder).start();
            }
        };
    }

    private record Wanted(Shape shape, boolean tls) {}

    private static String uri(AutoCloseable redis) {
        if (redis instanceof EmbeddedRedis server) {
            return server.uri();
        }
        if (redis instanceof EmbeddedSentinel sentinel) {
            return sentinel.uri();
        }
        if (redis instanceof EmbeddedCluster cluster) {
            return cluster.uri();
        }
        throw new ParameterResolutionException("A " + redis.getClass().getName()
                + " has no URI: start an EmbeddedRedis, EmbeddedSentinel or EmbeddedCluster");
    }
}
