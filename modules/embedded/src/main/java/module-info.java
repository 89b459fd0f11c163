import org.jspecify.annotations.NullMarked;

/**
 * Real redis-server processes on this machine, for development and tests.
 *
 * <p>{@link io.fanfare.embedded.EmbeddedCluster} forms a cluster of them, {@link io.fanfare.embedded.EmbeddedSentinel}
 * a master with replicas under Sentinels, and {@link io.fanfare.embedded.EmbeddedTls} makes their certificates.
 * {@link io.fanfare.embedded.EmbeddedRedis} starts one from a configured binary, from the {@code PATH}, or from the
 * binary that the module {@code embedded.redis} ships; of that module only the resources are used.
 *
 * <p>Everything here is non-null unless it is annotated {@code @Nullable}.
 */
@NullMarked
module io.fanfare.embedded {
    requires static org.jspecify;
    requires embedded.redis;

    exports io.fanfare.embedded;
}
