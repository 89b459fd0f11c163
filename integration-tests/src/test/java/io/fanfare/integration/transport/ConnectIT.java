package io.fanfare.integration.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connecting succeeds with a server that has answered, or fails in time and says with whom. */
class ConnectIT extends WithServer {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void theProtocolAndTheNameAreTheOnesThatWereSet(Wiring wiring) {
        String version = wiring.protocol() == Protocol.RESP3 ? " resp=3" : " resp=2";
        try (Session session = open(wiring);
                Session admin = open(wiring)) {
            session.publisher();
            session.subscriber(Session.DEAF);
            session.command(Session.DEAF);
            assertThat(admin.clients(session.clientName)).hasSize(3).allMatch(line -> line.contains(version));
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aCommandIsAnsweredWithWhatTheServerSays(Wiring wiring) {
        try (Session session = open(wiring);
                var command = session.command(Session.DEAF)) {
            assertThat(Results.of(command.call("ECHO", "ü"))).hasToString("ü");
            assertThat(Results.of(command.call("PUBSUB", "NUMPAT"))).isEqualTo(new Reply.OfNumber(0));
            assertThat(Results.of(command.call("GET", "nothing"))).isEqualTo(new Reply.OfNull());
            assertThat(Results.of(command.call("NO-SUCH-COMMAND")))
                    .isInstanceOfSatisfying(
                            Reply.OfError.class,
                            error -> assertThat(error.prefix()).isEqualTo("ERR"));
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aClosedPortIsRefusedAtOnce(Wiring wiring) throws IOException {
        Node closed;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            closed = Node.of("127.0.0.1", socket.getLocalPort());
        }
        try (Transport transport = wiring.provider().open(wiring.options())) {
            assertThat(Results.failureOf(transport.connectSubscriber(closed, Session.DEAF)))
                    .returns(ErrorCode.CONNECT_FAILED, PubSubException::code)
                    .hasMessageContaining(closed.toString());
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aServerThatNeverAnswersIsGivenUpAfterTheTimeout(Wiring wiring) throws IOException {
        Duration timeout = Duration.ofMillis(700);
        TransportOptions options = wiring.options().with(TransportOptions.CONNECT_TIMEOUT, timeout);
        try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK);
                Transport transport = wiring.provider().open(options)) {
            Node node = Node.of("127.0.0.1", silent.getLocalPort());
            long start = System.nanoTime();
            assertThat(Results.failureOf(transport.connectPublisher(node, Session.DEAF)))
                    .returns(ErrorCode.CONNECT_FAILED, PubSubException::code)
                    .hasMessageContaining(node.toString())
                    .hasMessageContaining("700");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(timeout.minusMillis(50), timeout.plusSeconds(10));
        }
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#all")
    void aClosedTransportConnectsNoMore(Wiring wiring) {
        Session session = open(wiring);
        session.publisher();
        session.close();
        session.close();
        assertThat(Results.failureOf(session.transport.connectPublisher(session.node, Session.DEAF))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
        assertThat(Results.failureOf(session.transport.connectSubscriber(session.node, Session.DEAF))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
    }
}
