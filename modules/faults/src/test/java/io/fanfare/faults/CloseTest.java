package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertReset;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CloseTest {
    @Test
    void leavesNeitherThreadNorSocketNorMemory() throws IOException {
        long sockets = sockets();
        FaultProxy proxy;
        try (Wire wire = new Wire()) {
            proxy = wire.proxy;
            Wire.Ends ends = wire.connect();
            Wire.Ends delayed = wire.connect();
            assertThat(threads()).hasSize(1);
            assertThat(threads().get(0).isDaemon()).isTrue();
            AppliedPlan delay = proxy.apply(Plan.delay(Duration.ofDays(1)));
            proxy.apply(Plan.stall().when(Trigger.after(Duration.ofDays(1))));
            send(delayed.client(), "under way");
            await().until(() -> proxy.buffered() > 0);

            proxy.close();
            proxy.close();
            assertThat(threads()).isEmpty();
            assertThat(proxy.buffered()).isZero();
            assertReset(ends.client());
            assertReset(ends.server());
            assertThat(proxy.stats().open()).isZero();
            assertThatThrownBy(wire::connectClient).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> proxy.apply(Plan.reset()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(delay::fire).isInstanceOf(IllegalStateException.class);
            delay.remove();
        }
        await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(sockets));
    }

    @Test
    void worksInEveryState() throws IOException {
        for (Plan plan : List.of(Plan.refuse(), Plan.silence(), Plan.blackHole(), Plan.stall(), Plan.finish())) {
            try (Wire wire = new Wire()) {
                wire.connect();
                wire.proxy.apply(plan);
                if (plan.effect() == Effect.SILENCE) {
                    Socket client = wire.connectClient();
                    wire.proxy.close();
                    assertReset(client);
                }
            }
            assertThat(threads()).as(plan.toString()).isEmpty();
        }
    }

    @Test
    void manyConnectionsAndProxiesLeaveNothing() throws IOException {
        long sockets = sockets();
        for (int i = 0; i < 20; i++) {
            try (Wire wire = new Wire()) {
                for (int j = 0; j < 20; j++) {
                    Wire.Ends ends = wire.connect();
                    ends.carry(Direction.TO_SERVER, "there");
                    ends.client().close();
                    ends.server().close();
                }
                await().untilAsserted(
                                () -> assertThat(wire.proxy.stats().open()).isZero());
                assertThat(wire.proxy.buffered()).isZero();
            }
        }
        assertThat(threads()).isEmpty();
        await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(sockets));
    }

    @Test
    void aCallbackMayClose() throws IOException {
        try (Wire wire = new Wire()) {
            AppliedPlan call = wire.proxy.apply(Plan.stall().when(Trigger.call()));
            var closed = call.fired().thenRun(wire.proxy::close);
            call.fire();
            closed.join();
            await().untilAsserted(() -> assertThat(threads()).isEmpty());
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fanfare-faults-")
                        || thread.getName().contains("globalEventExecutor"))
                .toList();
    }

    /** Returns how many sockets this process has open. */
    private static long sockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(CloseTest::socket).count();
        }
    }

    private static boolean socket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }
}
