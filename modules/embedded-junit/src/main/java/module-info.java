import org.jspecify.annotations.NullMarked;

/**
 * A JUnit extension that gives tests a real Redis on this machine: one server, a master under Sentinels, or a cluster.
 *
 * <p>{@link io.fanfare.embedded.junit.WithRedis} is all that most tests need;
 * {@link io.fanfare.embedded.junit.RedisExtension} takes what any builder of {@code io.fanfare.embedded} starts.
 *
 * <p>Everything here is non-null unless it is annotated {@code @Nullable}.
 */
@NullMarked
module io.fanfare.embedded.junit {
    requires static org.jspecify;
    requires transitive io.fanfare.embedded;
    requires transitive org.junit.jupiter.api;

    exports io.fanfare.embedded.junit;
}
