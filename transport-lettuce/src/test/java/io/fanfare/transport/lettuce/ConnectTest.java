package io.fanfare.transport.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectTest {
    @Test
    void aWrongPasswordIsAFailedAuthentication() {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            redis.admin("ACL", "SETUSER", "user", "on", ">secret", "+@all");
            try (Transport transport =
                    Fixture.open(TransportOptions.CREDENTIALS, () -> Credentials.of("user", "wrong-one"))) {
                PubSubException failure = Fixture.failure(transport.connectPublisher(redis.node, Fixture.DEAF));
                assertThat(failure.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
                assertThat(failure)
                        .hasMessageContaining("WRONGPASS")
                        .hasMessageContaining(redis.node.toString())
                        .hasMessageNotContaining("wrong-one");
            }
        }
    }

    @Test
    void aRefusedPortSaysWhereAndWhatToDo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Transport transport = new LettuceTransportProvider().open(TransportOptions.defaults())) {
            PubSubException failure =
                    Fixture.failure(transport.connectSubscriber(Node.of("127.0.0.1", port), Fixture.DEAF));
            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
            assertThat(failure)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("check the port")
                    .hasRootCauseInstanceOf(java.net.ConnectException.class);
        }
    }

    @Test
    void aSilentServerFailsAtTheConnectTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Transport transport = Fixture.open(TransportOptions.CONNECT_TIMEOUT, Duration.ofMillis(300))) {
            long start = System.nanoTime();
            PubSubException failure = Fixture.failure(
                    transport.connectCommand(Node.of("127.0.0.1", silent.getLocalPort()), Fixture.DEAF));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(295), Duration.ofSeconds(2));
            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
            assertThat(failure).hasMessageContaining("300 ms").hasMessageContaining("did not answer the handshake");
        }
    }

    @Test
    void aClosingTransportFailsItsAttempts() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Transport transport = new LettuceTransportProvider().open(TransportOptions.defaults());
            var attempt = transport.connectCommand(Node.of("127.0.0.1", silent.getLocalPort()), Fixture.DEAF);
            transport.close();
            assertThat(Fixture.failure(attempt).code()).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Test
    void worksForAUserWhoMayNotNameItsConnection() {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO);
                Transport limited = redis.as("limited", "on", ">secret", "+ping", "+publish")) {
            var connection = Fixture.get(limited.connectCommand(redis.node, Fixture.DEAF));
            assertThat(Fixture.get(connection.call("PING")).toString()).isEqualTo("PONG");
            assertThat(Fixture.get(connection.call("GET", "x"))).isInstanceOf(Reply.OfError.class);
        }
    }

    @Test
    void answersOfEveryShape() {
        try (Fixture redis = Fixture.standalone(Protocol.RESP3)) {
            assertThat(redis.admin("GET", "nothing")).isEqualTo(new Reply.OfNull());
            assertThat(redis.admin("INCR", "n")).isEqualTo(new Reply.OfNumber(1));
            assertThat(redis.admin("SET", "k", ""))
                    .isEqualTo(new Reply.OfBytes("OK".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(redis.admin("CONFIG", "GET", "port")).isInstanceOf(Reply.OfMap.class);
            assertThat(redis.admin("DEBUG", "PROTOCOL", "x")).isInstanceOf(Reply.OfError.class);
            assertThat(redis.admin("EVAL", "return {1, {}, {2, 'x', {3}}, false}", "0")
                            .toString())
                    .isEqualTo(
                            "OfList[values=[OfNumber[value=1], OfList[values=[]], OfList[values=[OfNumber[value=2], x,"
                                    + " OfList[values=[OfNumber[value=3]]]]], OfNull[]]]");
            assertThat(redis.admin("NONSENSE")).isInstanceOf(Reply.OfError.class);
        }
    }
}
