package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Address;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.TransportOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    private static final int MANY = 20_000;

    private final Recorder recorder = new Recorder();

    @TempDir
    private Path folder;

    private EmbeddedRedis redis;
    private Node node;

    @BeforeEach
    void start() {
        Address path = Address.ofSocket(folder.resolve("redis.sock").toString());
        redis = EmbeddedRedis.builder().argument("--unixsocket", path.host()).start();
        node = new Node(path, path, null);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void manyPublishesAreReadAndAnsweredWhileMoreAreWritten() {
        Counter counter = new Counter();
        String padding = "x".repeat(1_000);
        try (Session session = new Session(node, TransportOptions.defaults())) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("socket")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            PublishConnection publisher = session.publisher();
            for (int i = 0; i < MANY; i++) {
                publisher.publish(Channel.of("socket"), Payload.of(i + padding), counter);
            }

            await().until(() -> counter.published.get() + counter.failures.size() == MANY);
            await().until(() -> recorder.messages.size() == MANY);
            assertThat(counter.receivers.get()).isEqualTo(MANY);
            assertThat(recorder.messages.stream()
                            .map(message -> message.payload().toText())
                            .collect(Collectors.toList()))
                    .isEqualTo(
                            IntStream.range(0, MANY).mapToObj(i -> i + padding).toList());
            assertThat(session.redis("CLIENT", "LIST").toString())
                    .contains("addr=" + node.connect().host());
        }
        assertThat(Session.threads()).isEmpty();
    }

    @Test
    void aServerThatDiesIsALossThatNamesThePath() {
        try (Session session = new Session(node, TransportOptions.defaults())) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            redis.kill();

            await().untilAsserted(() -> assertThat(recorder.losses).hasSize(1));
            assertThat(recorder.losses.get(0))
                    .hasMessageContaining(node.connect().host());
        }
    }

    @Test
    void aPathWithoutASocketIsToldWithAdvice() {
        Address nowhere = Address.ofSocket(folder.resolve("nobody.sock").toString());

        CompletionException failure = catchThrowableOfType(
                CompletionException.class,
                () -> new Session(new Node(nowhere, nowhere, null), TransportOptions.defaults()));

        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECT_FAILED))
                .hasMessageContaining(nowhere.host())
                .hasMessageContaining("unixsocketperm");
        assertThat(Session.threads()).isEmpty();
    }
}
