package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertEnded;
import static io.fanfare.faults.Wire.assertReset;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassageTest {
    private static final int MUCH = 8 * 1024 * 1024;

    @ParameterizedTest
    @EnumSource(Direction.class)
    void carriesEveryByteAndThenTheEnd(Direction direction) throws Exception {
        byte[] bytes = Wire.randomBytes(MUCH, 1);
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            CompletableFuture<Void> sent = Sending.inBackground(ends.from(direction), bytes);
            assertThat(ends.to(direction).getInputStream().readAllBytes()).isEqualTo(bytes);
            sent.join();
            assertThat(wire.proxy.stats().bytes(direction)).isEqualTo(MUCH);
        }
    }

    @Test
    void oneStreamGoesOnWhenTheOtherHasEnded() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            ends.client().shutdownOutput();
            assertEnded(ends.server());
            assertThat(ends.carry(Direction.TO_CLIENT, "still here")).isEqualTo("still here");
            ends.server().shutdownOutput();
            assertEnded(ends.client());
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void passesAReset(Direction direction) throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            ends.from(direction).setSoLinger(true, 0);
            ends.from(direction).close();
            assertReset(ends.to(direction));
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isZero());
        }
    }

    @Test
    void resetsAClientWhenTheServerIsNotThere() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", nobody);
                Socket client = new Socket(proxy.host(), proxy.port())) {
            assertReset(client);
            await().untilAsserted(() -> assertThat(proxy.stats()).isEqualTo(new ProxyStats(0, 1, 1, 0, 0, 0)));
        }
    }

    @Test
    void countsWhatPasses() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends first = wire.connect();
            Wire.Ends second = wire.connect();
            first.carry(Direction.TO_SERVER, "abc");
            second.carry(Direction.TO_CLIENT, "de");
            assertThat(wire.proxy.stats()).isEqualTo(new ProxyStats(2, 2, 0, 3, 2, 0));
            first.client().close();
            first.server().close();
            await().untilAsserted(() -> assertThat(wire.proxy.stats().open()).isEqualTo(1));
            assertThat(wire.proxy.stats().accepted()).isEqualTo(2);
        }
    }

    @Test
    void aPeerThatDoesNotReadHoldsUpTheOther() throws Exception {
        try (Wire wire = new Wire()) {
            Wire.Ends ends = wire.connect();
            Sending.untilHeldUp(ends.client());
            assertThat(wire.proxy.buffered()).isLessThan(512 * 1024);
            assertThat(wire.connect().carry(Direction.TO_CLIENT, "others pass")).isEqualTo("others pass");
        }
    }

    @Test
    void tellsWhereItIs() throws IOException {
        try (Wire wire = new Wire()) {
            assertThat(wire.proxy.host()).isEqualTo("127.0.0.1");
            assertThat(wire.proxy.uri()).isEqualTo(URI.create("redis://127.0.0.1:" + wire.proxy.port()));
            assertThat(wire.proxy.toString())
                    .contains(
                            String.valueOf(wire.proxy.port()),
                            String.valueOf(wire.listener().getLocalPort()));
        }
    }

    @Test
    void refusesAServerThatCannotBe() {
        assertThatThrownBy(() -> FaultProxy.to("127.0.0.1", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultProxy.to("no.such.host.invalid", 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void aBrokenConnectionDoesNotTouchTheOthers() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends broken = wire.connect();
            Wire.Ends whole = wire.connect();
            send(broken.client(), "gone");
            broken.client().setSoLinger(true, 0);
            broken.client().close();
            assertThat(whole.carry(Direction.TO_SERVER, "here")).isEqualTo("here");
        }
    }
}
