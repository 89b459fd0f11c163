package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The life of a connection. */
final class ConnectionRules {
    private ConnectionRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "CON-01",
                        "connecting to a closed port MUST fail as CONNECT_FAILED in time",
                        ConnectionRules::closedPort),
                must("CON-02", "a connection MUST carry the client name that was set", ConnectionRules::name),
                must("CON-03", "closing a connection MUST end it on the server, and be silent", ConnectionRules::close),
                must("CON-04", "the loss of a connection MUST be reported exactly once", ConnectionRules::loss),
                must("CON-05", "closing a transport MUST leave no connection and no thread", ConnectionRules::closeAll),
                must(
                        "CON-06",
                        "a closed transport MUST refuse to connect as CLOSED",
                        ConnectionRules::closedTransport));
    }

    private static void closedPort(Bench bench) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        if (!bench.target().transport().reachesRedis()) {
            throw new NotApplicable("the transport reaches no server, so that no port of it is closed");
        }
        long limit = TransportOptions.defaults()
                        .get(TransportOptions.CONNECT_TIMEOUT)
                        .toMillis()
                + 1_000;
        CompletionStage<? extends Connection> stage =
                bench.transport().connectSubscriber(Node.of("127.0.0.1", port), Link.deaf());
        fails(bench, stage, ErrorCode.CONNECT_FAILED, "connecting to closed port " + port, limit * 1_000_000);
    }

    private static void name(Bench bench) {
        ServerClients server = bench.server();
        Transport named = bench.transport("named");
        bench.publisher(named, Link.deaf());
        bench.subscriber(named, Link.deaf());
        Violation.unlessEqual(
                2,
                server.named(bench.clientName("named")).size(),
                "connections in CLIENT LIST with the name that was set");
    }

    private static void close(Bench bench) {
        ServerClients server = bench.server();
        Transport transport = bench.transport("closing");
        Inbox inbox = new Inbox();
        List<Connection> connections = List.of(bench.subscriber(transport, inbox), bench.publisher(transport, inbox));
        server.requireNamed(bench.clientName("closing"));
        for (Connection connection : connections) {
            connection.close();
            connection.close();
            Violation.unless(!connection.isOpen(), "expected isOpen() to be false after close(), saw true");
        }
        gone(bench, server, "closing");
        bench.quiet();
        Violation.unlessEqual(0, inbox.losses().size(), "losses reported of connections closed from this side");
    }

    private static void loss(Bench bench) {
        ServerClients server = bench.server();
        Inbox subscribed = new Inbox();
        Inbox publishing = new Inbox();
        Transport transport = bench.transport("lost");
        SubscribeConnection subscriber = bench.subscriber(transport, subscribed);
        PublishConnection publisher = bench.publisher(transport, publishing);
        subscriber.subscribe(List.of(bench.channel("lost")), subscribed);
        bench.await(() -> !subscribed.decisions().isEmpty(), "confirmation", () -> "none");
        server.kill(server.named(bench.clientName("lost")));
        for (Inbox inbox : List.of(subscribed, publishing)) {
            bench.await(() -> !inbox.losses().isEmpty(), "a loss reported after CLIENT KILL", () -> "none");
        }
        bench.quiet();
        for (Inbox inbox : List.of(subscribed, publishing)) {
            Violation.unlessEqual(1, inbox.losses().size(), "losses reported of one killed connection");
            ErrorCode code = inbox.losses().get(0).code();
            Violation.unless(code == ErrorCode.CONNECTION_LOST, "expected a loss as CONNECTION_LOST, saw " + code);
        }
        Violation.unless(
                !subscriber.isOpen() && !publisher.isOpen(), "expected isOpen() to be false after the loss, saw true");
    }

    private static void closeAll(Bench bench) {
        useAndClose(bench, "warm", () -> {});
        Threads before = Threads.current();
        useAndClose(bench, "closed", () -> {});
        before.awaitNoneNew(bench);
        ServerClients server = bench.server();
        useAndClose(bench, "listed", () -> server.requireNamed(bench.clientName("listed")));
        gone(bench, server, "listed");
    }

    private static void useAndClose(Bench bench, String role, Runnable beforeClose) {
        Transport transport = bench.transport(role);
        for (int i = 0; i < 3; i++) {
            bench.await(transport.connectPublisher(bench.target().node(), Link.deaf()), "a connection to publish");
            bench.await(transport.connectSubscriber(bench.target().node(), Link.deaf()), "a connection to subscribe");
        }
        beforeClose.run();
        transport.close();
    }

    private static void closedTransport(Bench bench) {
        Transport transport = bench.transport("closed");
        transport.close();
        CompletionStage<? extends Connection> stage =
                transport.connectPublisher(bench.target().node(), Link.deaf());
        fails(
                bench,
                stage,
                ErrorCode.CLOSED,
                "connecting by a closed transport",
                bench.target().patience().toNanos());
    }

    private static void gone(Bench bench, ServerClients server, String role) {
        bench.await(
                () -> server.named(bench.clientName(role)).isEmpty(),
                "no connection of ours in CLIENT LIST after close()",
                () -> server.named(bench.clientName(role)).size() + " of them");
    }

    private static void fails(
            Bench bench, CompletionStage<? extends Connection> stage, ErrorCode code, String what, long nanos) {
        try {
            bench.await(stage, "the failure of " + what, nanos).close();
        } catch (PubSubException e) {
            Violation.unless(e.code() == code, "expected " + code + " of " + what + ", saw " + e.getMessage());
            return;
        }
        throw new Violation("expected " + code + " of " + what + ", but it connected");
    }
}
