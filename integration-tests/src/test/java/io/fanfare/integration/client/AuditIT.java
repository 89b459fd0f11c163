package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.Subscription;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.TransportProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server holds for a connection is compared with what it has confirmed, over RESP2 and RESP3. */
class AuditIT {
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
    void whatIsConfirmedAndNotHeldIsFoundAndComesBack(Spoken spoken) {
        TransportProvider forgetful = Forgetful.of(spoken.transport(), "forgotten");
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare fanfare = spoken.client(redis.uri())
                .transport(forgetful)
                .set("audit.interval", "50ms")
                .build()) {
            subscribe(fanfare, "kept", gaps);
            Subscription forgotten = subscribe(fanfare, "forgotten", gaps);
            assertThat(fanfare.channel("forgotten", String.class).publish("x").join())
                    .isZero();
            await().until(() -> gaps.size() == 2);
            assertThat(gaps).allSatisfy(gap -> assertThat(gap.cause().code()).isEqualTo(ErrorCode.SUBSCRIPTION_LOST));
            assertThat(gaps.get(0).cause())
                    .hasMessageContaining("holds 1 channels, 0 patterns")
                    .hasMessageContaining("confirmed 2 channels, 0 patterns");
            assertThat(fanfare.channel("forgotten", String.class).publish("x").join())
                    .isEqualTo(1);
            assertThat(forgotten.ended()).isNotDone();
            assertThat(fanfare.degraded()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void aRefusalDegradesTheAuditAlone(Spoken spoken) {
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        admin.call("ACL", "SETUSER", "unaudited", "reset", "on", ">secret", "+@all", "-client", "&*");
        try (Fanfare fanfare = spoken.client(redis.uri())
                .set("username", "unaudited")
                .set("password", "secret")
                .set("audit.interval", "50ms")
                .build()) {
            subscribe(fanfare, "orders", gaps);
            await().until(() -> fanfare.degraded().containsKey(Function.AUDIT));
            assertThat(fanfare.degraded().keySet()).containsExactly(Function.AUDIT);
            assertThat(fanfare.degraded().get(Function.AUDIT).code()).isEqualTo(ErrorCode.NO_PERMISSION);
            admin.call("ACL", "SETUSER", "unaudited", "+@all");
            if (spoken.isSubscribedAnswered()) {
                await().until(() -> fanfare.degraded().isEmpty());
            }
            assertThat(fanfare.channel("orders", String.class).publish("x").join())
                    .isEqualTo(1);
            assertThat(gaps).isEmpty();
        }
    }

    private static Subscription subscribe(Fanfare fanfare, String channel, List<Gap> gaps) {
        Subscription subscription = fanfare.channel(channel, String.class)
                .onMessage(message -> {})
                .onGap(gaps::add)
                .subscribe();
        subscription.ready().join();
        return subscription;
    }
}
