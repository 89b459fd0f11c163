package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Address;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectTest {
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void speaksTheProtocolAndSetsTheName(Protocol protocol) {
        TransportOptions options = TransportOptions.defaults()
                .with(TransportOptions.PROTOCOL, protocol)
                .with(TransportOptions.CLIENT_NAME, "shop");
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Session session = new Session(redis, options)) {
            assertThat(session.redis("CLIENT", "GETNAME"))
                    .isEqualTo(new Reply.OfBytes("shop".getBytes(StandardCharsets.US_ASCII)));
            Class<?> kindOfMap = protocol == Protocol.RESP2 ? Reply.OfList.class : Reply.OfMap.class;
            assertThat(session.redis("CONFIG", "GET", "maxclients")).isInstanceOf(kindOfMap);
            assertThat(session.redis("CONFIG", "GET", "no-such-setting")).isInstanceOf(kindOfMap);
        }
    }

    @Test
    void authenticatesAsTheUserOfTheMoment() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                .argument("--user", "shop", "on", ">secret", "~*", "&*", "+@all")
                .start()) {
            TransportOptions options = TransportOptions.defaults()
                    .with(TransportOptions.CREDENTIALS, () -> Credentials.of("shop", "secret"));
            try (Session session = new Session(redis, options)) {
                assertThat(session.redis("ACL", "WHOAMI"))
                        .isEqualTo(new Reply.OfBytes("shop".getBytes(StandardCharsets.US_ASCII)));
            }
        }
    }

    @Test
    void reportsAWrongPasswordWithoutShowingIt() {
        try (EmbeddedRedis redis =
                EmbeddedRedis.builder().argument("--requirepass", "secret").start()) {
            TransportOptions wrong = TransportOptions.defaults()
                    .with(TransportOptions.CREDENTIALS, () -> Credentials.of(null, "guessed"));

            PubSubException refused = failure(Node.of(redis.host(), redis.port()), wrong);
            PubSubException missing = failure(Node.of(redis.host(), redis.port()), TransportOptions.defaults());

            assertThat(refused.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
            assertThat(refused).hasMessageContaining("WRONGPASS").hasMessageNotContaining("guessed");
            assertThat(missing.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
            assertThat(missing).hasMessageContaining("NOAUTH");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"AUTO", "RESP2"})
    void connectsToAServerWithoutHello(Protocol protocol) {
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol);
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .argument("--rename-command", "HELLO", "")
                        .argument("--user", "shop", "on", ">secret", "~*", "&*", "+@all")
                        .start();
                Session session = new Session(redis, options);
                Session shop = new Session(
                        redis, options.with(TransportOptions.CREDENTIALS, () -> Credentials.of("shop", "secret")))) {
            assertThat(session.redis("ACL", "WHOAMI")).hasToString("default");
            assertThat(shop.redis("ACL", "WHOAMI")).hasToString("shop");
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void reportsAMissingPassword(Protocol protocol) {
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol);
        try (EmbeddedRedis redis =
                EmbeddedRedis.builder().argument("--requirepass", "secret").start()) {
            PubSubException missing = failure(Node.of(redis.host(), redis.port()), options);

            assertThat(missing.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
            assertThat(missing).hasMessageContaining("NOAUTH");
        }
    }

    @Test
    void reportsARefusedPort() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        PubSubException failure = failure(Node.of("127.0.0.1", port), TransportOptions.defaults());

        assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(failure)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("2000 ms")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("check that a Redis server listens there");
    }

    @Test
    void givesUpOnASilentServerWhenTheConnectTimeoutIsOver() throws IOException {
        TransportOptions options =
                TransportOptions.defaults().with(TransportOptions.CONNECT_TIMEOUT, Duration.ofMillis(300));
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Address address = new Address("127.0.0.1", silent.getLocalPort());
            long begin = System.nanoTime();

            PubSubException plain = failure(new Node(address, address, null), options);
            PubSubException tls = failure(new Node(address, address, "redis.example"), options);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(millis(600), Duration.ofSeconds(10));
            assertThat(plain.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
            assertThat(plain).hasMessageContaining("300 ms").hasMessageContaining("Redis handshake");
            assertThat(tls.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
            assertThat(tls).hasMessageContaining("TLS handshake");
        }
        await().untilAsserted(() -> assertThat(Session.threads()).isEmpty());
    }

    @Test
    void closingTheTransportEndsWhatIsConnecting() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Transport transport = new JedisTransportProvider()
                    .open(TransportOptions.defaults().with(TransportOptions.CONNECT_TIMEOUT, Duration.ofMinutes(1)));
            Node node = Node.of("127.0.0.1", silent.getLocalPort());
            CompletableFuture<SubscribeConnection> connecting =
                    transport.connectSubscriber(node, new Recorder()).toCompletableFuture();

            transport.close();

            assertThat(failure(connecting).code()).isEqualTo(ErrorCode.CLOSED);
            assertThat(failure(transport.connectCommand(node, new Recorder()).toCompletableFuture())
                            .code())
                    .isEqualTo(ErrorCode.CLOSED);
            assertThat(Session.threads()).isEmpty();
        }
    }

    private static PubSubException failure(Node node, TransportOptions options) {
        try (Transport transport = new JedisTransportProvider().open(options)) {
            return failure(transport.connectPublisher(node, new Recorder()).toCompletableFuture());
        }
    }

    private static PubSubException failure(CompletableFuture<?> stage) {
        CompletableFuture<Throwable> failure = stage.<Throwable>thenApply(connection -> new AssertionError("connected"))
                .exceptionally(e -> e);
        Throwable thrown = failure.orTimeout(20, TimeUnit.SECONDS).join();
        return (PubSubException) (thrown instanceof CompletionException ? thrown.getCause() : thrown);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
