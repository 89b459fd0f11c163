package io.fanfare.benchmarks;

import io.fanfare.embedded.EmbeddedRedis;
import redis.clients.jedis.Jedis;

/** The Redis server of a comparison, whose output buffers are not limited. */
final class Server implements AutoCloseable {
    private final EmbeddedRedis redis;
    private final Jedis jedis;

    Server() {
        redis = EmbeddedRedis.builder()
                .argument("--client-output-buffer-limit", "pubsub", "0", "0", "0")
                .argument("--maxclients", "20000")
                .start();
        jedis = new Jedis(redis.host(), redis.port());
    }

    String host() {
        return redis.host();
    }

    int port() {
        return redis.port();
    }

    String uri() {
        return redis.uri();
    }

    long pid() {
        return redis.pid();
    }

    String version() {
        return redis.version();
    }

    /** Returns how many times it was asked to publish. */
    long publishes() {
        return number(jedis.info("commandstats"), "cmdstat_publish:calls=");
    }

    /** Returns how many connections it has accepted. */
    long connections() {
        return number(jedis.info("stats"), "total_connections_received:");
    }

    /** Returns the bytes that it uses. */
    long memory() {
        return number(jedis.info("memory"), "used_memory:");
    }

    private static long number(String info, String name) {
        int at = info.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int end = at + name.length();
        while (end < info.length() && Character.isDigit(info.charAt(end))) {
            end++;
        }
        return Long.parseLong(info.substring(at + name.length(), end));
    }

    @Override
    public void close() {
        jedis.close();
        redis.close();
    }
}
