package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.ClientState;
import io.fanfare.Fanfare;
import io.fanfare.Providers;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.faults.FaultProxy;
import io.fanfare.faults.Plan;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.TransportProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing over a network that fails. */
class PublishFaultsIT {
    /** How much later than configured a loaded machine may notice something. */
    private static final Duration SLACK = Duration.ofSeconds(20);

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    /** A transport with a pool of publish connections. */
    record Setup(String transport, String pool) {}

    static Stream<Setup> setups() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .flatMap(found -> Stream.of("shared", "exclusive").map(pool -> new Setup(found.id(), pool)));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void aBlackHoleFailsEachPublishOnceAndTheConnectionIsReplaced(Setup setup) throws Exception {
        List<PubSubException> losses = new CopyOnWriteArrayList<>();
        PubSubObserver observer = new PubSubObserver() {
            @Override
            public void disconnected(Node node, Role role, PubSubException cause) {
                if (role == Role.PUBLISH && cause.code() == ErrorCode.CONNECTION_LOST) {
                    losses.add(cause);
                }
            }
        };
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", redis.port());
                Fanfare fanfare = Fanfare.builder()
                        .uri(proxy.uri().toString())
                        .transport(setup.transport)
                        .codec("string")
                        .observer(observer)
                        .set("pool", setup.pool)
                        .set("pool.exclusive.max", "1")
                        .set("publish.answer-timeout", "1s")
                        .set("publish.timeout", "60s")
                        .set("connect-timeout", "5s")
                        .build()) {
            TypedChannel<String> channel = fanfare.channel("black-hole", String.class);
            assertThat(channel.publish("before").get(30, TimeUnit.SECONDS)).isZero();

            proxy.apply(Plan.blackHole());
            int count = setup.pool.equals("shared") ? 100 : 1;
            AtomicInteger completions = new AtomicInteger();
            List<CompletableFuture<Long>> unanswered = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                unanswered.add(channel.publish("m" + i).whenComplete((r, e) -> completions.incrementAndGet()));
            }
            for (CompletableFuture<Long> publish : unanswered) {
                assertThatThrownBy(() -> publish.get(1_250 + SLACK.toMillis(), TimeUnit.MILLISECONDS))
                        .cause()
                        .isInstanceOfSatisfying(PubSubException.class, lost -> {
                            assertThat(lost.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
                            assertThat(lost)
                                    .hasMessageContaining("given up: " + count + " publishes were unanswered and none");
                        });
            }
            assertThat(losses).hasSize(1);

            proxy.clear();
            assertThat(channel.publish("after").get(60, TimeUnit.SECONDS)).isZero();
            Awaitility.await()
                    .atMost(SLACK)
                    .untilAsserted(() -> assertThat(fanfare.state().phase()).isEqualTo(ClientState.Phase.CONNECTED));
            assertThat(completions).hasValue(count);
        }
    }
}
