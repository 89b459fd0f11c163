package io.fanfare.transport.redisson;

import static io.fanfare.transport.redisson.Servers.admin;
import static io.fanfare.transport.redisson.Servers.join;
import static io.fanfare.transport.redisson.Servers.node;
import static io.fanfare.transport.redisson.Servers.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Address;
import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static EmbeddedRedis redis;

    private final RecordingListener listener = new RecordingListener();

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void refusesAUnixDomainSocketWithoutNativeLibraries() {
        Address socket = Address.ofSocket("/nowhere/redis.sock");
        try (Transport transport = open(TransportOptions.defaults())) {
            assertThat(transport.capabilities()).doesNotContain(Capability.UNIX_SOCKET);
        }
        assertThat(failureOf(new Node(socket, socket, null), TransportOptions.defaults()))
                .hasMessageContaining("fanfare-natives-linux")
                .extracting(PubSubException::code)
                .isEqualTo(ErrorCode.UNSUPPORTED);
    }

    private PubSubException failureOf(Node node, TransportOptions options) {
        try (Transport transport = open(options)) {
            join(transport.connectPublisher(node, listener)).close();
            throw new AssertionError("connected");
        } catch (CompletionException e) {
            return (PubSubException) e.getCause();
        }
    }

    @Test
    void namesTheConnectionAndSpeaksTheProtocolThatIsAskedFor() {
        for (Protocol protocol : Protocol.values()) {
            TransportOptions options = TransportOptions.defaults()
                    .with(TransportOptions.PROTOCOL, protocol)
                    .with(TransportOptions.CLIENT_NAME, "orders");
            try (Transport transport = open(options);
                    CommandConnection connection = join(transport.connectCommand(node(redis), listener))) {
                assertThat(join(connection.call("CLIENT", "INFO")))
                        .asString()
                        .contains("name=orders ", protocol == Protocol.RESP2 ? "resp=2" : "resp=3");
                assertThat(join(connection.call("CONFIG", "GET", "port")))
                        .isInstanceOf(protocol == Protocol.RESP2 ? Reply.OfList.class : Reply.OfMap.class);
                assertThat(join(connection.call("NOSUCH"))).isInstanceOf(Reply.OfError.class);
            }
        }
    }

    @Test
    void worksWithoutTheNameAndTheProtocolThatTheServerRefuses() {
        try (EmbeddedRedis old = EmbeddedRedis.builder()
                        .argument("--rename-command", "HELLO", "")
                        .argument("--user", "default", "on", "nopass", "~*", "&*", "+@all", "-client|setname")
                        .start();
                Transport transport = open(TransportOptions.defaults());
                CommandConnection connection = join(transport.connectCommand(node(old), listener))) {
            assertThat(join(connection.call("CONFIG", "GET", "port"))).isInstanceOf(Reply.OfList.class);
            assertThat(join(connection.call("CLIENT", "GETNAME"))).isInstanceOf(Reply.OfNull.class);
            PubSubException failure =
                    failureOf(node(old), TransportOptions.defaults().with(TransportOptions.PROTOCOL, Protocol.RESP3));
            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
            assertThat(failure).hasMessageContaining("refused HELLO 3: ERR unknown command");
        }
    }

    @Test
    void aWrongAndAMissingPasswordAreAuthenticationFailures() {
        try (EmbeddedRedis guarded =
                EmbeddedRedis.builder().argument("--requirepass", "right").start()) {
            PubSubException wrong = failureOf(
                    node(guarded),
                    TransportOptions.defaults()
                            .with(TransportOptions.CREDENTIALS, () -> Credentials.of(null, "wr0ng")));
            assertThat(wrong.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
            assertThat(wrong).hasMessageContaining("WRONGPASS").hasMessageNotContaining("wr0ng");
            for (Protocol protocol : Protocol.values()) {
                PubSubException missing =
                        failureOf(node(guarded), TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol));
                assertThat(missing.code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
                assertThat(missing).hasMessageContaining("NOAUTH");
            }
        }
    }

    @Test
    void aRefusedPortFailsAtOnceAndNamesTheNode() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PubSubException failure = failureOf(Node.of("127.0.0.1", port), TransportOptions.defaults());
        assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(failure).hasMessageContainingAll("127.0.0.1:" + port, "refused", "connect-timeout 2s");
    }

    @Test
    void anUnknownHostFails() {
        PubSubException failure = failureOf(Node.of("no-such-host.invalid", 6379), TransportOptions.defaults());
        assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(failure).hasMessageContaining("no-such-host.invalid:6379");
    }

    @Test
    void aSilentServerFailsAtTheConnectTimeoutWithAndWithoutPassword() throws IOException {
        TransportOptions plain =
                TransportOptions.defaults().with(TransportOptions.CONNECT_TIMEOUT, Duration.ofMillis(300));
        TransportOptions password = plain.with(TransportOptions.CREDENTIALS, () -> Credentials.of("user", "s3cret"));
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Node node = Node.of("127.0.0.1", silent.getLocalPort());
            Node tls = new Node(node.connect(), node.connect(), "redis.example");
            for (Node target : List.of(node, tls)) {
                for (TransportOptions options : List.of(plain, password)) {
                    long start = System.nanoTime();
                    PubSubException failure = failureOf(target, options);
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                    assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
                    assertThat(failure)
                            .hasMessageContainingAll("connect-timeout 300ms", node.toString())
                            .hasMessageNotContaining("s3cret");
                }
            }
        }
    }

    @Test
    void aServerThatClosesDuringAuthenticationFailsBeforeTheTimeout() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread closer = new Thread(
                    () -> {
                        try (Socket socket = rude.accept()) {
                            socket.getInputStream().read();
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "closer");
            closer.start();
            PubSubException failure = failureOf(
                    Node.of("127.0.0.1", rude.getLocalPort()),
                    TransportOptions.defaults()
                            .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofMinutes(1))
                            .with(TransportOptions.CREDENTIALS, () -> Credentials.of(null, "pw")));
            closer.join();
            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        }
    }

    @Test
    void moreConnectsThanMayWaitFailAtOnce() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(OwnIo.CONNECTING_THREADS);
        CountDownLatch goOn = new CountDownLatch(1);
        TransportOptions options = TransportOptions.defaults()
                .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofMinutes(5))
                .with(TransportOptions.CREDENTIALS, () -> {
                    asked.countDown();
                    awaitQuietly(goOn);
                    return Credentials.of(null, "pw");
                });
        List<CompletionStage<PublishConnection>> waiting = new ArrayList<>();
        try (Transport transport = open(options)) {
            for (int i = 0; i < OwnIo.CONNECTING_THREADS; i++) {
                waiting.add(transport.connectPublisher(node(redis), listener));
            }
            asked.await();
            for (int i = 0; i < OwnIo.CONNECTS_WAITING; i++) {
                waiting.add(transport.connectPublisher(node(redis), listener));
            }
            PubSubException failure =
                    (PubSubException) catchThrowable(() -> join(transport.connectPublisher(node(redis), listener)))
                            .getCause();
            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
            assertThat(failure).hasMessageContaining("16384 connects wait already for one of the 4 threads");
            assertThat(waiting).noneMatch(stage -> stage.toCompletableFuture().isDone());
        } finally {
            goOn.countDown();
        }
        assertThat(waiting)
                .allMatch(stage -> catchThrowable(() -> join(stage)).getCause() instanceof PubSubException closed
                        && closed.code() == ErrorCode.CLOSED);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closingTheTransportClosesItsConnectionsAndLeavesNoThreadAndNoSocket() {
        Set<Long> before = threads();
        Transport transport = open(TransportOptions.defaults()
                .with(TransportOptions.CLIENT_NAME, "leaving")
                .with(TransportOptions.IO_THREADS, 2)
                .with(TransportOptions.CREDENTIALS, () -> Credentials.of("default", "any")));
        try (Transport other = open(TransportOptions.defaults())) {
            PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
            SubscribeConnection subscriber = join(transport.connectSubscriber(node(redis), listener));
            assertThat(admin(other, redis, "CLIENT", "LIST").toString()).contains("name=leaving");
            assertThat(newThreads(before))
                    .isNotEmpty()
                    .allMatch(thread -> thread.getName().startsWith("fanfare-redisson-") && thread.isDaemon());
            transport.close();
            transport.close();
            assertThat(publisher.isOpen()).isFalse();
            assertThat(subscriber.isOpen()).isFalse();
            await().untilAsserted(() ->
                    assertThat(admin(other, redis, "CLIENT", "LIST").toString()).doesNotContain("name=leaving"));
            assertThat(listener.events).isEmpty();
        }
        assertThat(newThreads(before)).isEmpty();
        PubSubException failure =
                (PubSubException) catchThrowable(() -> join(transport.connectPublisher(node(redis), listener)))
                        .getCause();
        assertThat(failure.code()).isEqualTo(ErrorCode.CLOSED);
    }

    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getId).collect(Collectors.toSet());
    }

    private static List<Thread> newThreads(Set<Long> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread.getId()))
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .toList();
    }
}
