package io.fanfare.benchmarks;

import java.util.Locale;

/** A client library that is measured by itself and under Fanfare. */
enum Library {
    JEDIS(redis.clients.jedis.Jedis.class, "jedis"),
    LETTUCE(io.lettuce.core.RedisClient.class, "lettuce-core"),
    REDISSON(org.redisson.Redisson.class, "redisson");

    private final Class<?> main;
    private final String artifact;

    Library(Class<?> main, String artifact) {
        this.main = main;
        this.artifact = artifact;
    }

    /** Returns the id of Fanfare's transport over it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the version on the class path, by the name of the jar. */
    String version() {
        String path = main.getProtectionDomain().getCodeSource().getLocation().getPath();
        String jar = path.substring(path.lastIndexOf('/') + 1);
        return jar.replaceFirst("^" + artifact + "-", "").replaceFirst("\\.jar$", "");
    }
}
