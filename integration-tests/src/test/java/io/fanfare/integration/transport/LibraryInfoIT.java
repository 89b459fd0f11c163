package io.fanfare.integration.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.PublishConnection;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each connection names its library to a server that knows how, and works with one that does not. */
class LibraryInfoIT {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void theClientTheVersionAndFanfareAreNamed(Wiring wiring) throws IOException {
        String client = wiring.provider().id();
        try (StubServer server = new StubServer("+OK", true);
                Session session = new Session(wiring, server.node())) {
            publish(session);
            awaitCommand(
                    server,
                    words -> words.matches("client setinfo lib-name " + client + "\\(fanfare(_v[0-9a-z.-]+)?\\)"));
            awaitCommand(server, words -> words.matches("client setinfo lib-ver [0-9]+\\.[0-9]+\\.[0-9]+[0-9a-z.-]*"));
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void itCostsNoRoundTripOfItsOwn(Wiring wiring) throws IOException {
        try (StubServer server = new StubServer("+OK", false);
                Session session = new Session(wiring, server.node())) {
            publish(session);
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aRefusalDoesNoHarm(Wiring wiring) throws IOException {
        for (String refusal : new String[] {
            "-ERR Unknown subcommand or wrong number of arguments for 'setinfo'. Try CLIENT HELP.",
            "-NOPERM User default has no permissions to run the 'client|setinfo' command"
        }) {
            try (StubServer server = new StubServer(refusal, true);
                    Session session = new Session(wiring, server.node())) {
                publish(session);
                awaitCommand(server, words -> words.startsWith("client setinfo"));
            }
        }
    }

    private static void publish(Session session) {
        try (PublishConnection publisher = session.publisher()) {
            assertThat(Results.of(Session.publish(publisher, Channel.of("a"), "x")))
                    .isEqualTo(1);
            assertThat(publisher.isOpen()).isTrue();
        }
    }

    private static void awaitCommand(StubServer server, Predicate<String> expected) {
        Recorder.waitUntil(
                () -> server.commands.stream()
                        .map(command -> command.toLowerCase(Locale.ROOT))
                        .anyMatch(expected),
                () -> "only these arrived: " + server.commands);
    }
}
