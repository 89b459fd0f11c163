package io.fanfare.natives.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Address;
import io.fanfare.spi.Capability;
import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.NativeIo;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.lettuce.LettuceTransportProvider;
import io.fanfare.transport.redisson.RedissonTransportProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Unix domain sockets over the transports that run on Netty. */
class UnixSocketTest {
    private static final int MANY = 20_000;
    private static final TransportOptions OPTIONS = TransportOptions.defaults()
            .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofSeconds(20))
            .with(TransportOptions.CREDENTIALS, () -> Credentials.of("app", "secret"));

    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final List<PubSubException> losses = new CopyOnWriteArrayList<>();
    private final ConnectionListener listener = new ConnectionListener() {
        @Override
        public void onMessages(List<Message> messages) {
            heard.addAll(messages);
        }

        @Override
        public void onLost(PubSubException cause) {
            losses.add(cause);
        }
    };

    @TempDir
    private Path folder;

    private EmbeddedRedis redis;
    private Node node;

    @BeforeEach
    void start() {
        Address path = Address.ofSocket(folder.resolve("redis.sock").toString());
        redis = EmbeddedRedis.builder()
                .argument("--unixsocket", path.host())
                .user("app", "secret", "+@all", "allchannels", "allkeys")
                .start();
        node = new Node(path, path, null);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    static Stream<TransportProvider> providers() {
        return Stream.of(new LettuceTransportProvider(), new RedissonTransportProvider());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void everyMessageArrivesInOrder(TransportProvider provider) {
        assertThat(provider.capabilities()).contains(Capability.UNIX_SOCKET);
        AtomicLong receivers = new AtomicLong();
        try (Transport transport = provider.open(OPTIONS)) {
            assertThat(transport.capabilities()).isEqualTo(provider.capabilities());
            SubscribeConnection subscriber = join(transport.connectSubscriber(node, listener));
            subscriber.subscribe(List.of(Channel.of("socket")), (topic, failure) -> {});
            join(subscriber.ping());
            PublishConnection publisher = join(transport.connectPublisher(node, listener));
            for (int i = 0; i < MANY; i++) {
                publisher.publish(Channel.of("socket"), Payload.of("number " + i), new PublishCallback() {
                    @Override
                    public void published(long count) {
                        receivers.addAndGet(count);
                    }

                    @Override
                    public void failed(PubSubException cause) {
                        losses.add(cause);
                    }
                });
            }
            await().until(() -> receivers.get() == MANY || !losses.isEmpty());
            await().until(() -> heard.size() == MANY || !losses.isEmpty());
            assertThat(losses).isEmpty();
            assertThat(heard.stream().map(message -> message.payload().toText()).toList())
                    .isEqualTo(IntStream.range(0, MANY)
                            .mapToObj(i -> "number " + i)
                            .toList());
            CommandConnection command = join(transport.connectCommand(node, listener));
            assertThat(join(command.call("CLIENT", "INFO")).toString())
                    .contains(node.connect().host(), "user=app");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aServerThatDiesIsALossThatNamesThePath(TransportProvider provider) {
        try (Transport transport = provider.open(OPTIONS)) {
            SubscribeConnection subscriber = join(transport.connectSubscriber(node, listener));
            redis.kill();

            await().untilAsserted(() -> assertThat(losses).hasSize(1));
            assertThat(losses.get(0)).hasMessageContaining(node.connect().host());
            assertThat(subscriber.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aPathWithoutASocketIsTold(TransportProvider provider) {
        Address nowhere = Address.ofSocket(folder.resolve("nobody.sock").toString());
        try (Transport transport = provider.open(OPTIONS)) {
            assertThatThrownBy(() -> join(transport.connectPublisher(new Node(nowhere, nowhere, null), listener)))
                    .cause()
                    .hasMessageContaining(nowhere.host())
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECT_FAILED));
        }
    }

    @Test
    void redissonSaysThatNativeIoIsOff() {
        try (Transport transport =
                new RedissonTransportProvider().open(OPTIONS.with(TransportOptions.NATIVE_IO, NativeIo.OFF))) {
            assertThat(transport.capabilities()).doesNotContain(Capability.UNIX_SOCKET);
            assertThatThrownBy(() -> join(transport.connectPublisher(node, listener)))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .hasMessageContaining("fanfare.native-io")
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
