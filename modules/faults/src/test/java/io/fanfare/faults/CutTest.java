package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertEnded;
import static io.fanfare.faults.Wire.assertReset;
import static io.fanfare.faults.Wire.assertSilent;
import static io.fanfare.faults.Wire.receive;
import static io.fanfare.faults.Wire.receiveAll;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CutTest {
    @Test
    void aResetIsSeenByBothPeersAndConcernsNoLaterConnection() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends first = wire.connect();
            Wire.Ends second = wire.connect();
            AppliedPlan cut = wire.proxy.apply(Plan.reset());
            for (Wire.Ends ends : new Wire.Ends[] {first, second}) {
                assertReset(ends.client());
                assertReset(ends.server());
            }
            assertThat(cut.active()).isFalse();
            assertThat(wire.connect().carry(Direction.TO_SERVER, "new")).isEqualTo("new");
            assertThat(wire.proxy.stats().open()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aResetInOneDirectionLeavesTheOtherPeerHalfOpen(Direction direction) throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.reset().towards(direction));
            assertReset(ends.to(direction));
            send(ends.from(direction), "into the void");
            assertSilent(ends.from(direction));
            await().untilAsserted(
                            () -> assertThat(wire.proxy.stats().discarded()).isEqualTo(13));
            assertThat(wire.proxy.stats().open()).isEqualTo(1);
            ends.from(direction).close();
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aResetInTheMiddleOfAStreamComesBehindItsTrigger(Direction direction) throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.reset().when(Trigger.bytes(direction, 5)));
            send(ends.from(direction), "12345678");
            assertThat(receive(ends.to(direction), 5)).isEqualTo("12345");
            assertReset(ends.to(direction));
            assertReset(ends.from(direction));
        }
    }

    @Test
    void aFinishEndsBothStreams() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.finish());
            assertEnded(ends.client());
            assertEnded(ends.server());
            send(ends.client(), "too late");
            await().untilAsserted(
                            () -> assertThat(wire.proxy.stats().discarded()).isEqualTo(8));
            ends.client().close();
            ends.server().close();
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aHalfCloseEndsOneStreamBehindItsTriggerAndTheOtherGoesOn(Direction direction) throws IOException {
        Direction other = direction.opposite();
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.finish().towards(direction).when(Trigger.bytes(direction, 3)));
            send(ends.from(direction), "abcdef");
            assertThat(receiveAll(ends.to(direction))).isEqualTo("abc");
            assertThat(ends.carry(other, "goes on")).isEqualTo("goes on");
            assertThat(wire.proxy.stats().discarded()).isEqualTo(3);
        }
    }

    @Test
    void aFinishWaitsForWhatIsDelayed() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.delay(Duration.ofMillis(100)));
            wire.proxy.apply(Plan.finish().when(Trigger.bytes(Direction.TO_SERVER, 4)));
            send(ends.client(), "late");
            assertThat(receiveAll(ends.server())).isEqualTo("late");
        }
    }

    @Test
    void newConnectionsAreResetAndOpenOnesAreNot() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends open = wire.connect();
            AppliedPlan cut = wire.proxy.apply(Plan.reset().onNewConnections());
            assertReset(wire.connectClient());
            assertReset(wire.connectClient());
            assertThat(open.carry(Direction.TO_CLIENT, "open")).isEqualTo("open");
            cut.remove();
            assertThat(wire.connect().carry(Direction.TO_SERVER, "new")).isEqualTo("new");
        }
    }

    @Test
    void newConnectionsAreEnded() throws IOException {
        try (Wire wire = new Wire()) {
            AppliedPlan cut = wire.proxy.apply(Plan.finish().onNewConnections());
            Socket client = wire.connectClient();
            assertEnded(client);
            send(client, "discarded");
            client.close();
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isZero());
            cut.remove();
            assertThat(wire.connect().carry(Direction.TO_SERVER, "new")).isEqualTo("new");
        }
    }
}
