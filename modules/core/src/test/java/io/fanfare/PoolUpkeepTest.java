package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.ClientState.Phase;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a client notices of the upkeep of its pools. */
class PoolUpkeepTest {
    @Test
    void connectionsThatEndByTimeAreNoOutageAndAreCountedOnce() {
        List<Phase> phases = new CopyOnWriteArrayList<>();
        AtomicInteger connected = new AtomicInteger();
        PubSubObserver observer = new PubSubObserver() {
            @Override
            public void connected(Node node, Role role, Duration elapsed) {
                connected.addAndGet(role == Role.PUBLISH ? 1 : 0);
            }
        };
        try (Memory memory = new Memory();
                LogLines log = new LogLines();
                Fanfare client = memory.client()
                        .pool("exclusive")
                        .set("pool.max-lifetime", "50ms")
                        .set("publish.when-disconnected", "fail")
                        .observer(observer)
                        .onState(state -> phases.add(state.phase()))
                        .build()) {
            await().until(() -> connected.get() > 5);
            assertThat(log.all()).isEmpty();
            memory.faults.refuseConnects();
            memory.faults.cut(PubSubObserver.Role.PUBLISH);
            await().until(() -> client.state().phase() == Phase.RECONNECTING);
            assertThat(failure(client)).isEqualTo(ErrorCode.NOT_CONNECTED);
            assertThat(phases).containsExactly(Phase.CONNECTED, Phase.RECONNECTING);
            memory.faults.allowConnects();
            await().until(() -> client.state().phase() == Phase.CONNECTED);
        }
    }

    private static ErrorCode failure(Fanfare client) {
        return client.channel("c", String.class)
                .publish("x")
                .handle((receivers, failure) -> ((PubSubException) failure).code())
                .join();
    }
}
