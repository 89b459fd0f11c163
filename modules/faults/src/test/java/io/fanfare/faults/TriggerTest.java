package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertReset;
import static io.fanfare.faults.Wire.receive;
import static io.fanfare.faults.Wire.receiveAll;
import static io.fanfare.faults.Wire.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TriggerTest {
    private static final Plan END = Plan.finish().towards(Direction.TO_SERVER);

    @Test
    void byCallOnly() throws Exception {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan cut = wire.proxy.apply(Plan.reset().when(Trigger.call()));
            assertThat(ends.carry(Direction.TO_SERVER, "passes")).isEqualTo("passes");
            assertThat(cut.fired()).isNotDone();
            cut.fire();
            assertReset(ends.client());
            cut.fired().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void afterATime() throws Exception {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            long start = System.nanoTime();
            AppliedPlan cut = wire.proxy.apply(Plan.reset().when(Trigger.after(Duration.ofMillis(150))));
            assertThat(ends.carry(Direction.TO_SERVER, "passes")).isEqualTo("passes");
            cut.fired().get(20, TimeUnit.SECONDS);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(149_000_000);
            assertReset(ends.server());
        }
    }

    @Test
    void atTheNthConnectionWhichIsConcernedToo() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends first = wire.connect();
            wire.proxy.apply(Plan.reset().onNewConnections().when(Trigger.connections(2)));
            Wire.Ends second = wire.connect();
            assertReset(wire.connectClient());
            assertReset(wire.connectClient());
            assertThat(first.carry(Direction.TO_SERVER, "1")).isEqualTo("1");
            assertThat(second.carry(Direction.TO_SERVER, "2")).isEqualTo("2");
        }
    }

    @Test
    void refusalAfterTheFirstConnection() throws IOException {
        try (Wire wire = new Wire()) {
            AppliedPlan refusal = wire.proxy.apply(Plan.refuse().when(Trigger.connections(1)));
            assertThat(wire.connect().carry(Direction.TO_SERVER, "1")).isEqualTo("1");
            await().until(refusal::active);
            assertThatThrownBy(wire::connectClient).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void bytesOfAllConnectionsAreCountedTogether() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends first = wire.connect();
            Wire.Ends second = wire.connect();
            wire.proxy.apply(END.when(Trigger.bytes(Direction.TO_SERVER, 6)));
            assertThat(first.carry(Direction.TO_SERVER, "1234")).isEqualTo("1234");
            send(second.client(), "5678");
            assertThat(receiveAll(second.server())).isEqualTo("56");
            assertThat(receiveAll(first.server())).isEmpty();
        }
    }

    @Test
    void bytesPerConnectionAreCountedForEachAndCutEachByItself() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends first = wire.connect();
            wire.proxy.apply(END.when(Trigger.bytes(Direction.TO_SERVER, 3)).perConnection());
            Wire.Ends second = wire.connect();
            assertThat(second.carry(Direction.TO_SERVER, "ab")).isEqualTo("ab");
            send(first.client(), "12345");
            assertThat(receiveAll(first.server())).isEqualTo("123");
            send(second.client(), "cde");
            assertThat(receiveAll(second.server())).isEqualTo("c");
            Wire.Ends third = wire.connect();
            send(third.client(), "xyz!");
            assertThat(receiveAll(third.server())).isEqualTo("xyz");
        }
    }

    @Test
    void aSequenceFiresBehindItsLastByteHoweverItIsWritten() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 30; round++) {
            try (Wire wire = new Wire()) {
                Wire.Ends ends = wire.connect();
                wire.proxy.apply(END.when(Trigger.sequence(Direction.TO_SERVER, "aabaaabaab".getBytes(ISO_8859_1))));
                String text = "aabaaabaaabaabaaabaab-rest";
                int cut = 1 + random.nextInt(text.length() - 1);
                send(ends.client(), text.substring(0, cut));
                send(ends.client(), text.substring(cut));
                int end = text.indexOf("aabaaabaab") + 10;
                assertThat(receiveAll(ends.server())).as("cut at %d", cut).isEqualTo(text.substring(0, end));
            }
        }
    }

    @Test
    void aSequenceIsNotPutTogetherFromTwoConnections() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends first = wire.connect();
            Wire.Ends second = wire.connect();
            AppliedPlan cut =
                    wire.proxy.apply(Plan.reset().when(Trigger.sequence(Direction.TO_CLIENT, new byte[] {'O', 'K'})));
            first.carry(Direction.TO_CLIENT, "O");
            second.carry(Direction.TO_CLIENT, "K");
            assertThat(cut.active()).isFalse();
            assertThat(first.carry(Direction.TO_CLIENT, "K")).isEqualTo("K");
            assertReset(first.client());
            assertReset(second.client());
        }
    }

    @Test
    void severalTriggersInOneReadFireInTheirOrder() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan hole = wire.proxy.apply(
                    Plan.blackHole().towards(Direction.TO_CLIENT).when(Trigger.bytes(Direction.TO_SERVER, 2)));
            wire.proxy.apply(END.when(Trigger.bytes(Direction.TO_SERVER, 4)));
            send(ends.client(), "123456");
            assertThat(receiveAll(ends.server())).isEqualTo("1234");
            assertThat(hole.active()).isTrue();
        }
    }

    @Test
    void aRemovedPlanNeverFires() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan cut = wire.proxy.apply(Plan.reset().when(Trigger.bytes(Direction.TO_SERVER, 3)));
            ends.carry(Direction.TO_SERVER, "12");
            cut.remove();
            cut.remove();
            assertThat(ends.carry(Direction.TO_SERVER, "345")).isEqualTo("345");
            cut.fire();
            assertThat(ends.carry(Direction.TO_SERVER, "6")).isEqualTo("6");
            assertThat(cut.active()).isFalse();
            assertThat(cut.fired()).isNotDone();
        }
    }

    @Test
    void clearRemovesEveryPlan() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan stall = wire.proxy.apply(Plan.stall());
            AppliedPlan refusal = wire.proxy.apply(Plan.refuse());
            send(ends.client(), "held up");
            wire.proxy.clear();
            assertThat(receive(ends.server(), 7)).isEqualTo("held up");
            assertThat(stall.active() || refusal.active()).isFalse();
            wire.connect();
        }
    }

    @Test
    void aPlanPerConnectionLastsForEachByItself() throws IOException {
        try (Wire wire = new Wire()) {
            wire.proxy.apply(Plan.stall()
                    .when(Trigger.bytes(Direction.TO_SERVER, 1))
                    .perConnection()
                    .lasting(Duration.ofMillis(100)));
            for (int i = 0; i < 2; i++) {
                Wire.Ends ends = wire.connect();
                long start = System.nanoTime();
                assertThat(ends.carry(Direction.TO_SERVER, "ab")).isEqualTo("ab");
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(99_000_000);
            }
        }
    }

    @Test
    void aCallbackOfATriggerMayApplyAnotherPlan() throws Exception {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan first = wire.proxy.apply(Plan.delay(Duration.ZERO).when(Trigger.bytes(Direction.TO_SERVER, 1)));
            var second = first.fired().thenRun(() -> wire.proxy.apply(Plan.reset()));
            send(ends.client(), "x");
            second.get(20, TimeUnit.SECONDS);
            ends.server().getInputStream().read();
            assertReset(ends.server());
        }
    }
}
