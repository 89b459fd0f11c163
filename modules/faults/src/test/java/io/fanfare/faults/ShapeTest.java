package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertSilent;
import static io.fanfare.faults.Wire.receive;
import static io.fanfare.faults.Wire.receiveAll;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest {
    @ParameterizedTest
    @EnumSource(Direction.class)
    void delaysOneDirectionAndNotTheOther(Direction direction) throws IOException {
        Duration delay = Duration.ofMillis(150);
        Direction other = direction.opposite();
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.delay(delay).towards(direction));
            long start = System.nanoTime();
            send(ends.from(direction), "slow");
            assertThat(ends.carry(other, "fast")).isEqualTo("fast");
            assertThat(ends.to(direction).getInputStream().available()).isZero();
            assertThat(receive(ends.to(direction), 4)).isEqualTo("slow");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(delay.toNanos());
        }
    }

    @Test
    void delaysAddUpAndTheEndOfTheStreamIsDelayedToo() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.delay(Duration.ofMillis(60)));
            wire.proxy.apply(Plan.delay(Duration.ofMillis(70)));
            long start = System.nanoTime();
            ends.client().shutdownOutput();
            assertThat(receiveAll(ends.server())).isEmpty();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(130_000_000);
        }
    }

    @Test
    void whatIsUnderWayArrivesAfterTheDelayIsRemovedAndBeforeWhatFollows() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan delay =
                    wire.proxy.apply(Plan.delay(Duration.ofMillis(300)).towards(Direction.TO_SERVER));
            AppliedPlan read = wire.proxy.apply(
                    Plan.delay(Duration.ZERO).when(Trigger.sequence(Direction.TO_SERVER, new byte[] {'1'})));
            send(ends.client(), "1");
            read.fired().join();
            delay.remove();
            send(ends.client(), "2");
            assertThat(receive(ends.server(), 2)).isEqualTo("12");
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void jitterKeepsEveryByteInOrder(Direction direction) throws Exception {
        assertExact(direction, 300_000, () -> Plan.jitter(Duration.ofMillis(5), 42));
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void splitWritesKeepEveryByteInOrder(Direction direction) throws Exception {
        assertExact(direction, 100_000, Plan::splitWrites);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aLimitKeepsEveryByteInOrderAndTakesItsTime(Direction direction) throws Exception {
        long start = System.nanoTime();
        assertExact(direction, 100_000, () -> Plan.limit(500_000));
        // one second's hundredth may come at once, and as much may be caught up
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(180_000_000);
    }

    private static void assertExact(Direction direction, int length, Supplier<Plan> plan) throws Exception {
        byte[] bytes = Wire.randomBytes(length, 7);
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(plan.get());
            CompletableFuture<Void> sent = Sending.inBackground(ends.from(direction), bytes);
            assertThat(ends.to(direction).getInputStream().readAllBytes()).isEqualTo(bytes);
            sent.join();
        }
    }

    @Test
    void allShapesTogetherKeepEveryByteInOrder() throws Exception {
        byte[] bytes = Wire.randomBytes(20_000, 9);
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.jitter(Duration.ofMillis(20), 1));
            wire.proxy.apply(Plan.limit(200_000));
            wire.proxy.apply(Plan.splitWrites());
            wire.proxy.apply(
                    Plan.stall().when(Trigger.bytes(Direction.TO_SERVER, 5_000)).lasting(Duration.ofMillis(30)));
            CompletableFuture<Void> sent = Sending.inBackground(ends.client(), bytes);
            assertThat(ends.server().getInputStream().readAllBytes()).isEqualTo(bytes);
            sent.join();
        }
    }

    @Test
    void splitWritesArriveInPieces() throws IOException {
        int length = 4_000;
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.splitWrites());
            // one write through the proxy without the plan is one read of so few bytes
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                send(ends.client(), "x".repeat(length));
                return reads(ends.server(), length) > 1;
            });
        }
    }

    private static int reads(Socket socket, int length) throws IOException {
        byte[] bytes = new byte[length];
        int reads = 0;
        for (int got = 0; got < length; reads++) {
            got += socket.getInputStream().read(bytes);
        }
        return reads;
    }

    @Test
    void randomDelaysAreThoseOfTheSeed() throws IOException {
        assertThat(delays(5)).isEqualTo(delays(5)).isNotEqualTo(delays(6));
        assertThat(delays(5)).allSatisfy(nanos -> assertThat(nanos).isBetween(0L, 1_000_000L));
        assertThat(delays(5).stream().distinct().count()).isGreaterThan(50);
    }

    private static List<Long> delays(long seed) throws IOException {
        List<Long> delays = new ArrayList<>();
        try (Wire wire = new Wire()) {
            Shape shape = new Shape(2);
            shape.set(List.of(wire.proxy.apply(Plan.jitter(Duration.ofMillis(1), seed))));
            for (int i = 0; i < 100; i++) {
                delays.add(shape.delayNanos());
            }
        }
        return delays;
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aStallHoldsUpTheSenderAndLosesNothing(Direction direction) throws Exception {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            AppliedPlan stall = wire.proxy.apply(Plan.stall().towards(direction));
            Sending.Endless sender = Sending.untilHeldUp(ends.from(direction));
            assertSilent(ends.to(direction));
            assertThat(wire.proxy.buffered()).isLessThan(512 * 1024);
            assertThat(ends.carry(direction.opposite(), "the other passes")).isEqualTo("the other passes");

            stall.remove();
            sender.enough();
            long arrived = count(ends.to(direction));
            sender.done.join();
            assertThat(arrived).isEqualTo(sender.sent.get());
        }
    }

    private static long count(Socket socket) throws IOException {
        byte[] some = new byte[64 * 1024];
        long count = 0;
        for (int n = socket.getInputStream().read(some);
                n >= 0;
                n = socket.getInputStream().read(some)) {
            count += n;
        }
        return count;
    }

    @Test
    void aDelayedStreamHoldsOneWindow() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            wire.proxy.apply(Plan.delay(Duration.ofDays(1)));
            Sending.untilHeldUp(ends.client());
            assertThat(wire.proxy.buffered()).isBetween(900L * 1024, 1400L * 1024);
        }
    }
}
