package io.fanfare.faults;

import static io.fanfare.faults.Wire.assertReset;
import static io.fanfare.faults.Wire.assertSilent;
import static io.fanfare.faults.Wire.receive;
import static io.fanfare.faults.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class RedisTest {
    private static final String MESSAGE = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n";
    private static final String SUBSCRIBED = "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n";

    @Test
    void aSubscriberIsServedInPiecesThenSwallowedThenCutInAMessage() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Socket publisher = connect(redis.host(), redis.port());
                Socket subscriber = connect(proxy.host(), proxy.port());
                Socket other = connect(proxy.host(), proxy.port())) {
            proxy.apply(Plan.splitWrites());
            proxy.apply(Plan.reset()
                    .when(Trigger.bytes(Direction.TO_CLIENT, SUBSCRIBED.length() + MESSAGE.length() + 10))
                    .perConnection());
            send(subscriber, "SUBSCRIBE news\r\n");
            assertThat(receive(subscriber, SUBSCRIBED.length())).isEqualTo(SUBSCRIBED);
            assertThat(call(publisher, "PUBLISH news hello", 4)).isEqualTo(":1\r\n");
            assertThat(receive(subscriber, MESSAGE.length())).isEqualTo(MESSAGE);
            assertThat(call(publisher, "PUBLISH news hello", 4)).isEqualTo(":1\r\n");
            assertThat(receive(subscriber, 10)).isEqualTo(MESSAGE.substring(0, 10));
            assertReset(subscriber);

            assertThat(call(other, "PING", 7)).isEqualTo("+PONG\r\n");
            AppliedPlan hole = proxy.apply(Plan.blackHole());
            send(other, "PING\r\n");
            assertSilent(other);
            hole.remove();
            try (Socket fresh = connect(proxy.host(), proxy.port())) {
                assertThat(call(fresh, "PING", 7)).isEqualTo("+PONG\r\n");
            }
        }
    }

    private static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket(host, port);
        socket.setSoTimeout(Wire.PATIENCE_MILLIS);
        return socket;
    }

    private static String call(Socket socket, String command, int answer) throws IOException {
        send(socket, command + "\r\n");
        return receive(socket, answer);
    }
}
