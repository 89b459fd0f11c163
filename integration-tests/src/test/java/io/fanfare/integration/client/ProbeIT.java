package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.faults.AppliedPlan;
import io.fanfare.faults.FaultProxy;
import io.fanfare.faults.Plan;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message to oneself, through Redis. */
class ProbeIT {
    private static EmbeddedRedis redis;
    private static Admin admin;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        admin = new Admin(redis.uri());
    }

    @AfterAll
    static void stop() {
        admin.close();
        redis.close();
    }

    private static List<Spoken> spoken() {
        return Spoken.all();
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void probesComeBackAndLeaveTheConnectionAlone(Spoken spoken) {
        Probes probes = new Probes();
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare fanfare = spoken.client(redis.uri())
                .set("channel-prefix", "prod:")
                .set("envelope", "on")
                .set("audit.interval", "50ms")
                .set("probe.interval", "50ms")
                .observer(probes)
                .build()) {
            subscribe(fanfare, gaps);
            await().until(() -> probes.back.get() >= 5);
            assertThat(gaps).isEmpty();
            assertThat(fanfare.degraded()).isEmpty();
        }
    }

    /** Without a PING: the probe alone finds that nothing comes through. */
    @ParameterizedTest
    @MethodSource("spoken")
    void aConnectionFromWhichNothingComesIsReplaced(Spoken spoken) {
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        Probes probes = new Probes();
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Fanfare fanfare = spoken.client(proxy.uri().toString())
                        .set("connect-timeout", "1s")
                        .set("ping.interval", "0s")
                        .set("gap.precision", "0s")
                        .set("audit.interval", "0s")
                        .set("probe.interval", "100ms")
                        .set("probe.timeout", "200ms")
                        .set("publish.answer-timeout", "300ms")
                        .observer(probes)
                        .build()) {
            subscribe(fanfare, gaps);
            await().until(() -> probes.back.get() >= 1);
            long began = System.nanoTime();
            AppliedPlan hole = proxy.apply(Plan.blackHole());
            // a stream that lost bytes stays dead when the hole has gone; later connections are whole
            Instant published = Instant.now();
            assertThat(admin.call("PUBLISH", "orders", "lost")).isEqualTo(new Reply.OfNumber(1));
            await().until(() -> probes.publishing.get() >= 1);
            hole.remove();
            await().atMost(Duration.ofSeconds(30)).until(() -> gaps.size() == 1);
            long detected = System.nanoTime();
            System.out.printf("%s: %d ms to detect%n", spoken, (detected - began) / 1_000_000);
            assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.PROBE_FAILED);
            assertThat(gaps.get(0).start()).isBefore(published);
            assertThat(fanfare.channel("orders", String.class).publish("x").join())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void aRefusalDegradesTheProbeAlone(Spoken spoken) {
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        admin.call("ACL", "SETUSER", "unprobed", "reset", "on", ">secret", "+@all", "&orders");
        try (Fanfare fanfare = spoken.client(redis.uri())
                .set("username", "unprobed")
                .set("password", "secret")
                .set("probe.interval", "50ms")
                .build()) {
            subscribe(fanfare, gaps);
            await().until(() -> fanfare.degraded().containsKey(PubSubObserver.Function.PROBE));
            assertThat(fanfare.degraded())
                    .containsOnlyKeys(PubSubObserver.Function.PROBE)
                    .allSatisfy((probe, refusal) -> assertThat(refusal)
                            .extracting(PubSubException::code)
                            .isEqualTo(ErrorCode.NO_PERMISSION));
            admin.call("ACL", "SETUSER", "unprobed", "&fanfare:probe:*");
            await().until(() -> fanfare.degraded().isEmpty());
            assertThat(gaps).isEmpty();
        }
    }

    private static void subscribe(Fanfare fanfare, List<Gap> gaps) {
        fanfare.channel("orders", String.class)
                .onMessage(message -> {})
                .onGap(gaps::add)
                .subscribe()
                .ready()
                .join();
    }

    private static final class Probes implements PubSubObserver {
        final AtomicInteger back = new AtomicInteger();
        final AtomicInteger publishing = new AtomicInteger();

        @Override
        public void probed(Node node, Duration roundTrip) {
            back.incrementAndGet();
        }

        @Override
        public void disconnected(Node node, Role role, PubSubException cause) {
            if (role == Role.PUBLISH) {
                publishing.incrementAndGet();
            }
        }
    }
}
