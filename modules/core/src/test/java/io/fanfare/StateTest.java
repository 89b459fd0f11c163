package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.ClientState.Phase;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateTest {
    private final Memory memory = new Memory();
    private final List<ClientState> states = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().set("reconnect.min-backoff", "1ms").onState(states::add);
    }

    private List<Phase> phases() {
        synchronized (states) {
            return states.stream().map(ClientState::phase).toList();
        }
    }

    @Test
    void goesThroughItsStatesInOrder() {
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {}).subscribe().ready().join();
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
            states.clear();
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> phases().equals(List.of(Phase.RECONNECTING, Phase.CONNECTED)));
            assertThat(states.get(0).cause().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(states.get(1).cause()).isNull();
            assertThat(states.get(1).since()).isAfterOrEqualTo(states.get(0).since());
        }
        await().until(() -> phases().contains(Phase.CLOSED));
    }

    @Test
    void aConnectionForTheFirstSubscriptionIsNoReconnection() {
        try (Fanfare fanfare = client().build()) {
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
            fanfare.channel("orders", String.class)
                    .onMessage(message -> {})
                    .subscribe()
                    .ready()
                    .join();
            await().until(() -> phases().equals(List.of(Phase.CONNECTED, Phase.CONNECTING, Phase.CONNECTED)));
        }
    }

    @Test
    void isNotConnectedBeforeEveryTopicIsConfirmedAgain() {
        try (Fanfare fanfare = client().build()) {
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                var channel = fanfare.channel("c" + i, String.class);
                subscriptions.add(channel.onMessage(message -> {}).subscribe());
            }
            subscriptions.forEach(subscription -> subscription.ready().join());
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
            memory.faults.refuseSubscribing(Channel.of("c7"));
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> fanfare.state().phase() == Phase.DEGRADED);
            assertThat(fanfare.state().cause().code()).isEqualTo(ErrorCode.NO_PERMISSION);
            memory.faults.allowSubscribing(Channel.of("c7"));
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
        }
    }

    @Test
    void aTopicThatIsGivenUpDegradesNothing() {
        try (Fanfare fanfare = client().build()) {
            memory.faults.refuseSubscribing(Channel.of("secret"));
            Subscription refused = fanfare.channel("secret", String.class)
                    .onMessage(message -> {})
                    .subscribe();
            assertThatThrownBy(() -> refused.ready().join()).hasMessageContaining("NOPERM");
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
        }
    }

    @Test
    void losingThePublishConnectionIsReconnectingToo() {
        try (Fanfare fanfare = client().build()) {
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            await().until(() -> fanfare.state().phase() == Phase.RECONNECTING);
            memory.faults.allowConnects();
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
        }
    }

    @Test
    void whoHearsOfTheLossPublishesOverTheNextConnection() {
        CompletableFuture<Fanfare> opened = new CompletableFuture<>();
        List<CompletableFuture<Long>> publishes = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare fanfare = memory.client()
                .set("reconnect.min-backoff", "1ms")
                .set("reconnect.max-backoff", "2ms")
                .onState(state -> {
                    if (state.phase() == Phase.RECONNECTING) {
                        publishes.add(
                                opened.join().channel("orders", String.class).publish("x"));
                    }
                })
                .build()) {
            opened.complete(fanfare);
            for (int i = 1; i <= 20; i++) {
                int losses = i;
                await().until(() -> memory.faults.cut(Role.PUBLISH) == 1);
                await().until(() -> publishes.size() == losses);
                publishes.get(i - 1).join();
            }
        }
    }

    @Test
    void startupInTheBackgroundConnectsWhenRedisComes() {
        memory.faults.refuseConnects();
        try (Fanfare fanfare = client().set("startup", "background").build()) {
            Subscription subscription = fanfare.channel("orders", String.class)
                    .onMessage(message -> {})
                    .subscribe();
            assertThat(fanfare.state().phase()).isEqualTo(Phase.CONNECTING);
            memory.faults.allowConnects();
            subscription.ready().join();
            await().until(() -> fanfare.state().phase() == Phase.CONNECTED);
        }
    }

    @Test
    void startupMayWaitForRedis() {
        memory.faults.refuseConnects();
        CompletableFuture<Fanfare> opening = CompletableFuture.supplyAsync(
                () -> client().set("startup", "wait").build());
        assertThat(opening).isNotDone();
        memory.faults.allowConnects();
        try (Fanfare fanfare = opening.join()) {
            assertThat(fanfare.publishPool().open()).isEqualTo(1);
        }
    }

    @Test
    void startupThatWaitedLongEnoughSaysSo() {
        memory.faults.refuseConnects();
        assertThatThrownBy(() -> client().set("startup", "wait")
                        .set("startup.timeout", "20ms")
                        .build())
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POOL_EXHAUSTED))
                .hasMessageContaining("CONNECT_FAILED");
    }

    @Test
    void aStateHandlerThatThrowsHarmsNothing() {
        FanfareBuilder builder = memory.client().onState(state -> {
            throw new AssertionError("expected by the test");
        });
        try (Fanfare fanfare = builder.build()) {
            assertThat(fanfare.channel("orders", String.class).publish("x").join())
                    .isZero();
        }
    }
}
