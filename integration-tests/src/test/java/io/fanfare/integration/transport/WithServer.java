package io.fanfare.integration.transport;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests that share one server. */
abstract class WithServer {
    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    static Node node() {
        return Node.of(redis.host(), redis.port());
    }

    static Session open(Wiring wiring) {
        return new Session(wiring, node());
    }
}
