package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscribeTest {
    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void deliversEveryKindOfTopicUntilItIsUnsubscribed(Protocol protocol) {
        Recorder recorder = new Recorder();
        Channel channel = new Channel(Name.of(new byte[] {'c', 0, '\r', '\n', (byte) 0xff}));
        Pattern pattern = Pattern.of("c*");
        ShardChannel shard = ShardChannel.of("");
        List<Topic> topics = List.of(channel, pattern, shard);
        try (Session session =
                new Session(redis, TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol))) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(topics, recorder);
            await().untilAsserted(() -> assertThat(recorder.lines).hasSize(3));

            session.publisher().publish(channel, Payload.of("1"), new Counter());
            session.publisher().publish(Channel.of("cd"), Payload.of("2"), new Counter());
            session.publisher().publish(shard, Payload.of("3"), new Counter());
            await().untilAsserted(() -> assertThat(recorder.messages).hasSize(4));

            assertThat(recorder.messages)
                    .extracting(Message::topic)
                    .allMatch(topic -> topics.stream().anyMatch(given -> given == topic));
            assertThat(recorder.messages)
                    .extracting(Message::channel)
                    .containsExactlyInAnyOrder(channel, channel, Channel.of("cd"), shard);
            subscriber.unsubscribe(topics, recorder);
            await().untilAsserted(() -> assertThat(recorder.lines).hasSize(10));
            assertThat(session.redis("PUBLISH", "cd", "4")).isEqualTo(new Reply.OfNumber(0));
            assertThat(recorder.lines.subList(7, 10))
                    .containsExactly("done " + channel, "done " + pattern, "done " + shard);
        }
    }

    @Test
    void aRefusedChannelFailsAlone() {
        try (Session admin = new Session(redis)) {
            admin.redis("ACL", "SETUSER", "limited", "on", ">pw", "resetchannels", "&ok-*", "+@all");
        }
        TransportOptions options =
                TransportOptions.defaults().with(TransportOptions.CREDENTIALS, () -> Credentials.of("limited", "pw"));
        Recorder recorder = new Recorder();
        try (Session session = new Session(redis, options)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("ok-1"), Channel.of("no-2"), Channel.of("ok-3")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());

            assertThat(recorder.lines).containsExactly("done ok-1", "NO_PERMISSION no-2", "done ok-3");
            assertThat(recorder.failures.get(0)).hasMessageContaining("refused SUBSCRIBE no-2: NOPERM");
            assertThat(session.redis("PUBLISH", "ok-3", "x")).isEqualTo(new Reply.OfNumber(1));
        }
    }

    @Test
    void messagesArriveInBatchesAndInOrderWithLargeOnesBetween() {
        Recorder recorder = new Recorder();
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 'x');
        try (Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("batch")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            List<Integer> sent = new ArrayList<>();
            try (var publisher = session.publisher()) {
                for (int i = 0; i < 5_000; i++) {
                    byte[] payload =
                            i % 1_000 == 500 ? large : Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
                    publisher.publish(Channel.of("batch"), Payload.of(payload), new Counter());
                    sent.add(payload.length);
                }
                await().untilAsserted(() -> assertThat(recorder.messages).hasSize(5_000));
            }

            assertThat(recorder.messages)
                    .extracting(message -> message.payload().length())
                    .isEqualTo(sent);
            assertThat(recorder.batches).anyMatch(size -> size > 1).allMatch(size -> size <= 1_024);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void pingIsAnsweredAmongMessages(Protocol protocol) {
        Recorder recorder = new Recorder();
        try (Session session =
                new Session(redis, TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol))) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            subscriber.subscribe(List.of(Channel.of("ping")), recorder);
            await().until(() -> recorder.lines.contains("done ping"));
            long before = subscriber.lastReceivedNanos();
            Counter answers = new Counter();
            try (var publisher = session.publisher()) {
                for (int i = 0; i < 1_000; i++) {
                    publisher.publish(Channel.of("ping"), Payload.of("PONG"), answers);
                    Session.await(subscriber.ping().toCompletableFuture());
                }
                await().until(() -> answers.published.get() == 1_000);
            }
            await().untilAsserted(() -> assertThat(recorder.messages).hasSize(1_000));
            assertThat(subscriber.lastReceivedNanos()).isGreaterThan(before);
        }
    }

    @Test
    void readingSurvivesAListenerThatThrows() {
        AtomicInteger calls = new AtomicInteger();
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> arrived) {
                super.onMessages(arrived);
                calls.incrementAndGet();
                throw new AssertionError("thrown by a test's listener");
            }
        };
        try (Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("throws")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            session.redis("PUBLISH", "throws", "1");
            await().untilAsserted(() -> assertThat(calls).hasValue(1));
            session.redis("PUBLISH", "throws", "2");

            await().untilAsserted(
                            () -> assertThat(recorder.lines).containsExactly("done throws", "throws=1", "throws=2"));
            assertThat(subscriber.isOpen()).isTrue();
        }
    }

    @Test
    void nothingIsReadWhilePaused() {
        Recorder recorder = new Recorder();
        try (Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("pause")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());

            subscriber.pause();
            session.redis("PUBLISH", "pause", "1");
            CompletableFuture<Void> ping = subscriber.ping().toCompletableFuture();
            await().untilAsserted(() -> assertThat(session.redis("CLIENT", "LIST", "TYPE", "pubsub"))
                    .asString()
                    .contains("cmd=ping"));
            assertThat(ping).isNotDone();
            assertThat(recorder.messages).isEmpty();
            subscriber.resume();

            Session.await(ping);
            assertThat(recorder.lines).containsExactly("done pause", "pause=1");
        }
    }
}
