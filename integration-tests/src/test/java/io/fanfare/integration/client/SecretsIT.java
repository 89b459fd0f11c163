package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.ClientState.Phase;
import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A password is told to the server and to nobody else: no error, log or text of an object shows it. */
class SecretsIT {
    private static final String TRANSPORTS = "io.fanfare.integration.client.TlsFilesIT#transports";
    private static final String SECRET = "m4rker-0f-a-s3cret";

    @TempDir
    Path folder;

    private static EmbeddedRedis redis;
    private final Everything said = new Everything();

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.builder()
                .user("default", "admin", "+@all", "&*", "~*")
                .user("app", "right-" + SECRET, "+@all", "&*", "~*")
                .start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void listen() {
        said.open();
    }

    @AfterEach
    void nothingWasToldToTheLog() {
        said.close();
        assertThat(said.lines).noneMatch(line -> line.contains(SECRET));
    }

    private FanfareBuilder client(String transport) {
        return Fanfare.builder()
                .uri(redis.uri())
                .transport(transport)
                .codec("string")
                .set("connect-timeout", "20s")
                .observer(new PubSubObserver() {
                    @Override
                    public void disconnected(Node node, Role role, PubSubException cause) {
                        said.lines.add(everything(cause));
                    }
                });
    }

    private static String everything(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void refuses(FanfareBuilder builder, ErrorCode code) {
        try (Fanfare client = builder.build()) {
            throw new AssertionError("connected in state " + client.state());
        } catch (PubSubException e) {
            assertThat(e.code()).isEqualTo(code);
            assertThat(everything(e)).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aRefusedPasswordIsNotShownWhereverItCameFrom(String transport) throws IOException {
        String wrong = "wrong-" + SECRET;
        refuses(client(transport).set("username", "app").set("password", wrong), ErrorCode.AUTHENTICATION_FAILED);
        refuses(
                client(transport).uri("redis://app:" + wrong + "@127.0.0.1:" + redis.port()),
                ErrorCode.AUTHENTICATION_FAILED);
        Path file = Files.writeString(folder.resolve("password"), wrong + "\n");
        refuses(
                client(transport).set("username", "app").set("password-file", file.toString()),
                ErrorCode.AUTHENTICATION_FAILED);
        refuses(
                client(transport).set(TransportOptions.CREDENTIALS, () -> Credentials.of("app", wrong)),
                ErrorCode.AUTHENTICATION_FAILED);
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aServerThatIsNotThereIsNamedWithoutThePassword(String transport) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        refuses(client(transport).uri("redis://app:" + SECRET + "@127.0.0.1:" + port), ErrorCode.CONNECT_FAILED);
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aClientThatGoesOnTryingShowsNothingEither(String transport) {
        try (Fanfare client = client(transport)
                .set("username", "app")
                .set("password", "wrong-" + SECRET)
                .set("startup", "background")
                .set("reconnect.max-backoff", "50ms")
                .build()) {
            int before = said.lines.size();
            await().until(() -> said.lines.size() > before + 3);
            assertThat(said.lines)
                    .anyMatch(line -> line.contains("AUTHENTICATION_FAILED"))
                    .anyMatch(line -> line.contains("publishing: 0 of 1 connections"));
            assertThat(client.state() + " " + client.degraded()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aPasswordFileIsReadAgainAtEachConnect(String transport) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "right-" + SECRET + "\r\nnot this line\n");
        try (Fanfare client = client(transport)
                .set("username", "app")
                .set("password-file", file.toString())
                .set("reconnect.max-backoff", "50ms")
                .build()) {
            assertThat(client.channel("c", String.class).publish("x").join()).isZero();
            redis.setUser("app", "new-" + SECRET, "+@all", "&*", "~*");
            redis.restart();
            await().until(() -> said.lines.stream().anyMatch(line -> line.contains("WRONGPASS")));
            Files.writeString(file, "new-" + SECRET);
            await().until(() -> client.state().phase() == Phase.CONNECTED);
            assertThat(client.channel("c", String.class).publish("x").join()).isZero();
        } finally {
            redis.setUser("app", "right-" + SECRET, "+@all", "&*", "~*");
        }
    }

    @Test
    void noTextOfAnObjectShowsIt() {
        Credentials credentials = Credentials.of("app", SECRET);
        Endpoint endpoint = Endpoint.parse("redis://app:" + SECRET + "@h");
        assertThat(List.of(
                        credentials,
                        endpoint,
                        endpoint.node(endpoint.seeds().get(0)),
                        TransportOptions.defaults().with(TransportOptions.CREDENTIALS, () -> credentials),
                        Fanfare.builder().set("password", SECRET)))
                .extracting(Object::toString)
                .noneMatch(text -> text.contains(SECRET));
    }

    /** What Fanfare and its client libraries log, with stack traces. */
    private static final class Everything extends Handler {
        final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger fanfare = Logger.getLogger("io.fanfare");
        private final Logger root = Logger.getLogger("");

        Everything() {
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        void open() {
            fanfare.setLevel(Level.ALL);
            root.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(getFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            root.removeHandler(this);
            fanfare.setLevel(null);
        }
    }
}
