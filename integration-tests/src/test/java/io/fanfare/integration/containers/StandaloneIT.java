package io.fanfare.integration.containers;

import io.fanfare.embedded.EmbeddedTls;
import io.fanfare.spi.TransportOptions;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.Network;

/** One Redis in a container: what is published arrives, and what happens to the container is survived. */
class StandaloneIT {
    @BeforeAll
    static void needsAnEngine() {
        Engine.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jedis", "lettuce", "redisson"})
    void whatIsPublishedArrives(String transport) {
        try (RedisContainer redis = started(new RedisContainer());
                Talk talk = talk(transport, redis)) {
            talk.settle(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jedis", "lettuce", "redisson"})
    void overTlsWithAClientCertificateToo(String transport) {
        EmbeddedTls tls = EmbeddedTls.create().requireClientCertificate();
        try (RedisContainer redis = started(new RedisContainer().with(tls));
                Talk talk = new Talk(
                        transport,
                        redis.uri(),
                        redis.uri(),
                        client -> client.set(TransportOptions.SSL_CONTEXT, tls.clientSslContext()))) {
            talk.settle(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jedis", "lettuce", "redisson"})
    void aPauseIsFoundAndOneGapIsTold(String transport) {
        try (RedisContainer redis = started(new RedisContainer());
                Talk talk = talk(transport, redis)) {
            Instant before = Instant.now();
            redis.pause();
            talk.awaitLoss(before);
            redis.unpause();
            talk.awaitReturn();
            talk.settle(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jedis", "lettuce", "redisson"})
    void aKillIsFoundAndOneGapIsTold(String transport) {
        try (RedisContainer redis = started(new RedisContainer());
                Talk talk = talk(transport, redis)) {
            Instant before = Instant.now();
            redis.kill();
            talk.awaitLoss(before);
            redis.startAgain();
            talk.awaitReturn();
            talk.settle(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jedis", "lettuce", "redisson"})
    void aLostNetworkIsFoundAndOneGapIsTold(String transport) {
        try (Network network = Network.newNetwork();
                RedisContainer redis = started(new RedisContainer().withNetwork(network));
                Talk talk = talk(transport, redis)) {
            Instant before = Instant.now();
            redis.disconnect(network);
            talk.awaitLoss(before);
            redis.connect(network);
            talk.awaitReturn();
            talk.settle(1);
        }
    }

    private static RedisContainer started(RedisContainer redis) {
        redis.start();
        return redis;
    }

    private static Talk talk(String transport, RedisContainer redis) {
        return new Talk(transport, redis.uri(), redis.uri(), UnaryOperator.identity());
    }
}
