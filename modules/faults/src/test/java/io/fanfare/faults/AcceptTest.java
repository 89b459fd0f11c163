package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertSilent;
import static io.fanfare.faults.Wire.receive;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceptTest {
    @Test
    void connectingIsRefusedAndOpenConnectionsGoOn() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends open = wire.connect();
            int port = wire.proxy.port();
            AppliedPlan refusal = wire.proxy.apply(Plan.refuse());
            assertThatThrownBy(wire::connectClient)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("refused");
            assertThat(open.carry(Direction.TO_CLIENT, "open")).isEqualTo("open");
            assertThat(wire.proxy.port()).isEqualTo(port);
            refusal.remove();
            assertThat(wire.connect().carry(Direction.TO_SERVER, "again")).isEqualTo("again");
        }
    }

    @Test
    void aRefusalEndsByItself() throws IOException {
        try (Wire wire = new Wire()) {
            AppliedPlan refusal = wire.proxy.apply(Plan.refuse().lasting(Duration.ofMillis(100)));
            await().until(() -> !refusal.active());
            assertThat(wire.connect().carry(Direction.TO_SERVER, "again")).isEqualTo("again");
        }
    }

    @Test
    void twoRefusalsEndWithTheLast() throws IOException {
        try (Wire wire = new Wire()) {
            AppliedPlan first = wire.proxy.apply(Plan.refuse());
            AppliedPlan second = wire.proxy.apply(Plan.refuse());
            first.remove();
            assertThatThrownBy(wire::connectClient).isInstanceOf(ConnectException.class);
            second.remove();
            assertThat(wire.connect().carry(Direction.TO_SERVER, "again")).isEqualTo("again");
        }
    }

    @Test
    void manyRefusalsKeepThePort() throws IOException {
        try (Wire wire = new Wire()) {
            for (int i = 0; i < 50; i++) {
                AppliedPlan refusal = wire.proxy.apply(Plan.refuse());
                assertThatThrownBy(wire::connectClient).isInstanceOf(ConnectException.class);
                refusal.remove();
                assertThat(wire.connect().carry(Direction.TO_SERVER, "again")).isEqualTo("again");
            }
        }
    }

    @Test
    void aSilentConnectionIsAcceptedAndServedWhenThePlanIsRemoved() throws IOException {
        try (Wire wire = new Wire()) {
            Wire.Ends open = wire.connect();
            AppliedPlan silence = wire.proxy.apply(Plan.silence());
            Socket client = wire.connectClient();
            send(client, "hello");
            assertSilent(client);
            assertThat(open.carry(Direction.TO_SERVER, "open")).isEqualTo("open");
            wire.listener().setSoTimeout(Wire.SILENCE_MILLIS);
            assertThatThrownBy(wire.listener()::accept).isInstanceOf(SocketTimeoutException.class);
            wire.listener().setSoTimeout(Wire.PATIENCE_MILLIS);
            silence.remove();
            try (Socket server = wire.listener().accept()) {
                assertThat(receive(server, 5)).isEqualTo("hello");
            }
        }
    }
}
