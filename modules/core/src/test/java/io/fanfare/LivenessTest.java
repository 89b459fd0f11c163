package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubObserver.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final Memory memory = new Memory();
    private final Muted muted = new Muted();
    private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().transport(muted).set("ping.interval", "20ms").set("ping.timeout", "20ms");
    }

    @Test
    void aSilentConnectionIsReplacedAndItsGapTold() {
        muted.mutes.set(2);
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {}).onGap(gaps::add).subscribe().ready().join();
            await().until(() -> gaps.size() == 2);
            assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(gaps.get(0).cause())
                    .hasMessageContaining("no answer to a PING within 20 ms")
                    .hasMessageContaining("fanfare.ping.timeout");
            await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 1);
            assertThat(orders.publish("x").join()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatAnswersIsKept() {
        try (Fanfare fanfare = client().set("ping.timeout", "10m").build()) {
            fanfare.channel("orders", String.class)
                    .onMessage(message -> {})
                    .onGap(gaps::add)
                    .subscribe()
                    .ready()
                    .join();
            await().until(() -> muted.pings.get() == 1);
            assertThat(gaps).isEmpty();
        }
    }

    @Test
    void anIntervalOfZeroAsksNothing() {
        muted.mutes.set(1);
        try (Fanfare fanfare = client().set("ping.interval", "0s").build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {}).onGap(gaps::add).subscribe().ready().join();
            for (int i = 0; i < 1000; i++) {
                orders.publish("x").join();
            }
            assertThat(muted.pings).hasValue(0);
            assertThat(gaps).isEmpty();
        }
    }
}
