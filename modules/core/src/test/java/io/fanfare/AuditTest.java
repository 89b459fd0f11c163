package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Function;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Channel ORDERS = Channel.of("orders");

    private final Memory memory = new Memory();
    private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().set("audit.interval", "20ms").set("probe.interval", "0s");
    }

    private void subscribe(Fanfare fanfare) {
        fanfare.channel("orders", String.class)
                .onMessage(message -> {})
                .onGap(gaps::add)
                .subscribe()
                .ready()
                .join();
        fanfare.pattern("orders.*", String.class)
                .onMessage(message -> {})
                .subscribe()
                .ready()
                .join();
    }

    @Test
    void aSubscriptionThatTheServerHasLostComesBackWithAGap() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            Instant before = Instant.now();
            assertThat(memory.faults.dropSubscriptions(ORDERS)).isEqualTo(1);
            await().until(() -> gaps.size() == 1);
            assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.SUBSCRIPTION_LOST);
            assertThat(gaps.get(0).cause())
                    .hasMessageContaining("holds 0 channels, 1 patterns and 0 shard channels")
                    .hasMessageContaining("confirmed 1 channels, 1 patterns and 0 shard channels");
            assertThat(gaps.get(0).start()).isBeforeOrEqualTo(before.plusMillis(1));
            assertThat(memory.receivers(ORDERS)).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatHoldsWhatItShouldIsKept() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            for (int i = 0; i < 200; i++) {
                fanfare.channel("c" + i, String.class)
                        .onMessage(message -> {})
                        .subscribe()
                        .ready()
                        .join();
            }
            memory.faults.refuseCommand("CLIENT");
            // the audit went on until it was refused
            await().until(() -> fanfare.degraded().containsKey(Function.AUDIT));
            assertThat(gaps).isEmpty();
        }
    }

    @Test
    void aRefusalDegradesTheAuditAndNothingElse() {
        memory.faults.refuseCommand("CLIENT");
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            await().until(() -> fanfare.degraded().containsKey(Function.AUDIT));
            assertThat(fanfare.degraded().get(Function.AUDIT))
                    .extracting(PubSubException::code)
                    .isEqualTo(ErrorCode.NO_PERMISSION);
            assertThat(fanfare.state().phase()).isEqualTo(ClientState.Phase.CONNECTED);
            memory.faults.allowCommand("CLIENT");
            await().until(() -> fanfare.degraded().isEmpty());
            assertThat(gaps).isEmpty();
        }
    }

    @Test
    void aMasterThatBecomesAReplicaIsLeft() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            memory.faults.demote();
            await().until(() -> gaps.size() == 1 && fanfare.publishPool().opened() == 2);
            assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.DEMOTED);
            assertThat(gaps.get(0).cause()).hasMessageContaining("was a master and is a replica now");
            assertThat(memory.receivers(ORDERS)).isEqualTo(1);
        }
    }

    @Test
    void aReplicaFromTheStartIsKept() {
        memory.faults.demote();
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            memory.faults.refuseCommand("HELLO");
            await().until(() -> fanfare.degraded().containsKey(Function.ROLE));
            memory.faults.allowCommand("HELLO");
            await().until(() -> fanfare.degraded().isEmpty());
            assertThat(gaps).isEmpty();
        }
    }
}
