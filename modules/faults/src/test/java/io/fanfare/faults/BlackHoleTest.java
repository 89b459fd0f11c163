package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertReset;
import static io.fanfare.faults.Wire.assertSilent;
import static io.fanfare.faults.Wire.receive;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlackHoleTest {
    @Test
    void writesSucceedAndNothingComes() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            ends.carry(Direction.TO_SERVER, "before");
            wire.proxy.apply(Plan.blackHole());
            send(ends.client(), "x".repeat(1_000_000));
            send(ends.server(), "y".repeat(1_000_000));
            assertSilent(ends.client());
            assertSilent(ends.server());
            await().untilAsserted(
                            () -> assertThat(wire.proxy.stats().discarded()).isEqualTo(2_000_000));
            assertThat(wire.proxy.stats().open()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void swallowsOneDirectionAndNotTheOther(Direction direction) throws IOException {
        Direction other = direction.opposite();
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.blackHole().towards(direction));
            send(ends.from(direction), "lost");
            assertThat(ends.carry(other, "found")).isEqualTo("found");
            assertSilent(ends.to(direction));
        }
    }

    @Test
    void beginsBehindItsTrigger() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.blackHole().when(Trigger.bytes(Direction.TO_SERVER, 4)));
            send(ends.client(), "1234567");
            assertThat(receive(ends.server(), 4)).isEqualTo("1234");
            assertSilent(ends.server());
        }
    }

    @Test
    void swallowsTheEndAndTheResetOfAPeer() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ended = wire.connect();
            Wire.Ends reset = wire.connect();
            AppliedPlan hole = wire.proxy.apply(Plan.blackHole());
            ended.client().close();
            reset.client().setSoLinger(true, 0);
            reset.client().close();
            send(ended.server(), "anybody");
            send(reset.server(), "anybody");
            assertSilent(ended.server());
            assertSilent(reset.server());
            await().untilAsserted(
                            () -> assertThat(wire.proxy.stats().discarded()).isEqualTo(14));
            hole.remove();
            assertReset(ended.server());
            assertReset(reset.server());
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isZero());
        }
    }

    @Test
    void aStreamThatLostBytesNeverContinues() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends lost = wire.connect();
            Wire.Ends whole = wire.connect();
            AppliedPlan hole = wire.proxy.apply(Plan.blackHole().towards(Direction.TO_SERVER));
            send(lost.client(), "12");
            await().untilAsserted(
                            () -> assertThat(wire.proxy.stats().discarded()).isEqualTo(2));
            hole.remove();
            send(lost.client(), "34");
            assertSilent(lost.server());
            assertThat(lost.carry(Direction.TO_CLIENT, "other way")).isEqualTo("other way");
            assertThat(whole.carry(Direction.TO_SERVER, "whole")).isEqualTo("whole");
            lost.client().shutdownOutput();
            assertReset(lost.server());
        }
    }

    @Test
    void newConnectionsOnly() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends open = wire.connect();
            wire.proxy.apply(Plan.blackHole().onNewConnections());
            Wire.Ends swallowed = wire.connect();
            send(swallowed.client(), "lost");
            assertSilent(swallowed.server());
            assertThat(open.carry(Direction.TO_SERVER, "open")).isEqualTo("open");
        }
    }
}
