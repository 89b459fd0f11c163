package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void aKilledConnectionIsLostOnceAfterItsMessages() {
        Recorder recorder = new Recorder();
        try (Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("kill")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            session.redis("PUBLISH", "kill", "last");
            session.redis("CLIENT", "KILL", "TYPE", "pubsub");

            await().untilAsserted(() -> assertThat(recorder.losses).hasSize(1));
            assertThat(recorder.lines).containsExactly("done kill", "kill=last", "lost");
            assertThat(recorder.losses.get(0).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(recorder.losses.get(0))
                    .hasMessageContaining("127.0.0.1:" + redis.port())
                    .hasMessageMatching(
                            ".* was lost \\d+m?s after it was opened; its last bytes arrived \\d+m?s ago: .*");
            assertThat(subscriber.isOpen()).isFalse();
            assertThat(codeOf(subscriber.ping().toCompletableFuture())).isEqualTo(ErrorCode.CONNECTION_LOST);
            subscriber.close();
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @Test
    void everyPublishIsToldOnceWhenItsConnectionIsKilledUnderLoad() throws Exception {
        Recorder recorder = new Recorder();
        Counter counter = new Counter();
        List<Integer> order = new ArrayList<>();
        try (Session session = new Session(redis)) {
            PublishConnection publisher = session.publisher(recorder);
            Reply id = session.redis("CLIENT", "LIST");
            String line = ((Reply.OfBytes) id)
                    .text()
                    .lines()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            String address = line.replaceAll(".* addr=(\\S+) .*", "$1");
            CountDownLatch half = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 200_000; i++) {
                    int number = i;
                    publisher.publish(Channel.of("load"), Payload.of("x"), new Counter() {
                        @Override
                        public void published(long receivers) {
                            order.add(number);
                            counter.published(receivers);
                        }

                        @Override
                        public void failed(PubSubException cause) {
                            order.add(number);
                            if (cause.code() == ErrorCode.CONNECTION_LOST) {
                                counter.published(0);
                            }
                        }
                    });
                    if (i == 100_000) {
                        half.countDown();
                    }
                }
            });
            thread.start();
            half.await();
            session.redis("CLIENT", "KILL", "ADDR", address);
            thread.join();

            await().untilAsserted(() -> assertThat(recorder.losses).hasSize(1));
            assertThat(counter.published).hasValue(200_000);
            assertThat(order).hasSize(200_000).isSorted();
        }
    }

    @Test
    void closingFailsWhatIsUnansweredAndTellsTheListenerNothing() {
        Recorder recorder = new Recorder();
        try (Session session = new Session(redis)) {
            CommandConnection command = session.command(recorder);
            CompletableFuture<Reply> blocked =
                    command.call("BLPOP", "nothing", "0").toCompletableFuture();
            await().untilAsserted(() ->
                    assertThat(session.redis("INFO", "clients")).asString().contains("blocked_clients:1"));

            command.close();
            command.close();

            assertThat(codeOf(blocked)).isEqualTo(ErrorCode.CLOSED);
            assertThat(codeOf(command.call("PING").toCompletableFuture())).isEqualTo(ErrorCode.CLOSED);
            assertThat(command.isOpen()).isFalse();
            assertThat(recorder.lines).isEmpty();
        }
    }

    @Test
    void aListenerMayCloseItsOwnConnection() {
        AtomicReference<Connection> own = new AtomicReference<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> messages) {
                super.onMessages(messages);
                own.get().close();
            }
        };
        try (Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            own.set(subscriber);
            subscriber.subscribe(List.of(Channel.of("own")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            session.redis("PUBLISH", "own", "1");

            await().untilAsserted(() -> assertThat(session.redis("PUBSUB", "NUMSUB", "own"))
                    .isEqualTo(session.redis("PUBSUB", "NUMSUB", "own"))
                    .asString()
                    .contains("value=0"));
            assertThat(codeOf(subscriber.ping().toCompletableFuture())).isEqualTo(ErrorCode.CLOSED);
            assertThat(recorder.lines).containsExactly("done own", "own=1");
        }
    }

    @Test
    void aPausedConnectionCanBeClosed() {
        try (Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(new Recorder());
            subscriber.pause();
            CompletableFuture<Void> ping = subscriber.ping().toCompletableFuture();

            subscriber.close();

            assertThat(codeOf(ping)).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Test
    void closingTheTransportLeavesNoThreadAndNoConnection() {
        try (Session observer = new Session(redis)) {
            long before = clients(observer);
            int threads = Session.threads().size();
            Recorder recorder = new Recorder();
            Session session = new Session(redis);
            for (int i = 0; i < 10; i++) {
                session.subscriber(recorder).subscribe(List.of(ShardChannel.of("s" + i)), recorder);
                session.publisher(recorder).publish(Channel.of("c"), Payload.of("x"), new Counter());
            }
            await().untilAsserted(() -> assertThat(recorder.lines).hasSize(10));
            assertThat(Session.threads()).hasSizeGreaterThan(threads + 20).allMatch(Thread::isDaemon);

            session.close();
            session.close();

            assertThat(Session.threads()).hasSize(threads);
            await().untilAsserted(() -> assertThat(clients(observer)).isEqualTo(before));
            assertThat(recorder.losses).isEmpty();
        }
    }

    private static long clients(Session session) {
        return ((Reply.OfBytes) session.redis("CLIENT", "LIST")).text().lines().count();
    }

    private static ErrorCode codeOf(CompletableFuture<?> stage) {
        try {
            Session.await(stage.copy());
            throw new AssertionError("it did not fail");
        } catch (CompletionException e) {
            return ((PubSubException) e.getCause()).code();
        }
    }
}
