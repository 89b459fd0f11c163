package io.fanfare.embedded.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a Redis of their own. It is started when a parameter is first asked for, and closed after
 * the last test of the class, or of the run.
 *
 * <pre>{@code
 * @WithRedis
 * class OrdersTest {
 *     @Test
 *     void arePublished(@RedisUri String uri) { … }
 *
 *     @Test
 *     void surviveARestart(EmbeddedRedis redis) { … }
 * }
 * }</pre>
 *
 * <p>Parameters of constructors, tests and lifecycle methods may be a {@code String} with {@link RedisUri}, and an
 * {@link io.fanfare.embedded.EmbeddedRedis}, {@link io.fanfare.embedded.EmbeddedSentinel} or
 * {@link io.fanfare.embedded.EmbeddedCluster}, as {@link #value} says. For other settings register a
 * {@link RedisExtension}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RedisExtension.class)
public @interface WithRedis {
    /** How the deployment is built. */
    enum Shape {
        /** One server. */
        STANDALONE,
        /** A master and a replica under three Sentinels. */
        SENTINEL,
        /** Three masters without replicas. */
        CLUSTER,
        /** Three masters with a replica each. */
        CLUSTER_WITH_REPLICAS
    }

    /** For whom the deployment is. */
    enum Scope {
        /** For one test class, and the classes nested in it. */
        CLASS,
        /** For all test classes of this run that ask for the same with this scope. */
        RUN
    }

    /** Returns how the deployment is built. */
    Shape value() default Shape.STANDALONE;

    /** Returns for whom it is. */
    Scope scope() default Scope.CLASS;

    /** Returns whether it speaks TLS, with throw-away certificates. */
    boolean tls() default false;
}
