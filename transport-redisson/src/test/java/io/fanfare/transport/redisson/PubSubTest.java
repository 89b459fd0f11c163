package io.fanfare.transport.redisson;

import static io.fanfare.transport.redisson.Servers.admin;
import static io.fanfare.transport.redisson.Servers.join;
import static io.fanfare.transport.redisson.Servers.node;
import static io.fanfare.transport.redisson.Servers.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Message;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PubSubTest {
    private final RecordingListener listener = new RecordingListener();
    private EmbeddedRedis redis;
    private Transport transport;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterEach
    void stop() {
        transport.close();
        redis.close();
    }

    private SubscribeConnection subscriber(TransportOptions options) {
        transport = open(options);
        return join(transport.connectSubscriber(node(redis), listener));
    }

    private static TransportOptions speaking(Protocol protocol) {
        return TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void everyKindOfTopicGetsItsMessagesAndPingsAreAnsweredAmongThem(Protocol protocol) {
        SubscribeConnection connection = subscriber(speaking(protocol));
        join(connection.ping());
        List<Topic> topics = List.of(Channel.of("a"), Pattern.of("a*"), ShardChannel.of("a"));
        connection.subscribe(topics, listener);
        PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
        await().until(() -> listener.events.size() == 3);
        RecordingListener published = new RecordingListener();
        for (int i = 0; i < 500; i++) {
            publisher.publish(Channel.of("a"), Payload.of("m" + i), published);
            publisher.publish(ShardChannel.of("a"), Payload.of("s" + i), published);
            if (i % 50 == 0) {
                join(connection.ping());
            }
        }
        await().until(() -> listener.messages.size() == 1_500);
        assertThat(published.events.subList(0, 2)).containsExactly("published 2", "published 1");
        assertThat(listener.messages)
                .filteredOn(m -> m.topic() == topics.get(0))
                .hasSize(500);
        assertThat(listener.messages)
                .filteredOn(m -> m.topic() == topics.get(1))
                .hasSize(500);
        assertThat(listener.messages)
                .filteredOn(m -> m.topic() == topics.get(2))
                .hasSize(500);
        connection.unsubscribe(topics, listener);
        await().until(() -> listener.events.size() == 1_506);
        join(connection.ping());
        assertThat(listener.failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void aForbiddenTopicIsRefusedAlone(Protocol protocol) {
        transport = open(TransportOptions.defaults());
        admin(transport, redis, "ACL", "SETUSER", "half", "on", ">pw", "~*", "+@all", "resetchannels", "&ok*");
        transport.close();
        SubscribeConnection connection =
                subscriber(speaking(protocol).with(TransportOptions.CREDENTIALS, () -> Credentials.of("half", "pw")));
        connection.subscribe(
                List.of(Channel.of("ok1"), Channel.of("bad"), Channel.of("ok2"), ShardChannel.of("bad")), listener);
        join(connection.ping());
        assertThat(listener.events)
                .containsExactly(
                        "completed ok1", "completed bad NO_PERMISSION", "completed ok2", "completed bad NO_PERMISSION");

        PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
        RecordingListener published = new RecordingListener();
        publisher.publish(Channel.of("ok1"), Payload.of("secret"), published);
        publisher.publish(Channel.of("bad"), Payload.of("secret"), published);
        publisher.publish(Channel.of("ok1"), Payload.of("secret"), published);
        await().until(() -> published.events.size() == 3);
        assertThat(published.events).containsExactly("published 1", "failed NO_PERMISSION", "published 1");
        assertThat(published.failures.get(0))
                .hasMessageContaining("PUBLISH bad")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void eightThreadsPublishWithoutLossAndEachInItsOrder(Protocol protocol) throws InterruptedException {
        int threads = 8;
        int each = 5_000;
        List<String> received = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        AtomicInteger batches = new AtomicInteger();
        transport = open(speaking(protocol));
        SubscribeConnection connection = join(transport.connectSubscriber(node(redis), new RecordingListener() {
            @Override
            public void onMessages(List<Message> messages) {
                messages.forEach(message -> received.add(message.payload().toText()));
                batches.incrementAndGet();
                count.addAndGet(messages.size());
            }
        }));
        connection.subscribe(List.of(Channel.of("a")), listener);
        join(connection.ping());
        PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
        AtomicLong receivers = new AtomicLong();
        AtomicInteger failures = new AtomicInteger();
        PublishCallback callback = new PublishCallback() {
            @Override
            public void published(long taken) {
                receivers.addAndGet(taken);
            }

            @Override
            public void failed(PubSubException cause) {
                failures.incrementAndGet();
            }
        };
        List<Thread> publishers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = t + ":";
            publishers.add(new Thread(
                    () -> {
                        for (int i = 0; i < each; i++) {
                            publisher.publish(Channel.of("a"), Payload.of(prefix + i), callback);
                        }
                    },
                    "publisher-" + t));
        }
        publishers.forEach(Thread::start);
        for (Thread thread : publishers) {
            thread.join();
        }
        await().until(() -> count.get() == threads * each && receivers.get() == count.get());
        assertThat(failures).hasValue(0);
        assertThat(batches.get()).isLessThan(threads * each / 2);
        int[] next = new int[threads];
        for (String text : received) {
            int thread = text.charAt(0) - '0';
            assertThat(text).isEqualTo(thread + ":" + next[thread]++);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void payloadsOfEverySizeArriveWhole(Protocol protocol) {
        SubscribeConnection connection = subscriber(speaking(protocol));
        connection.subscribe(List.of(Channel.of("a")), listener);
        join(connection.ping());
        PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
        List<Payload> payloads = new ArrayList<>();
        for (int size : new int[] {0, 1, 9, 10, 16_383, 16_384, 65_536, 1, 5_000_000, 3}) {
            byte[] bytes = new byte[size + 2];
            Arrays.fill(bytes, (byte) size);
            payloads.add(new Payload(bytes, 1, size));
        }
        RecordingListener published = new RecordingListener();
        payloads.forEach(payload -> publisher.publish(Channel.of("a"), payload, published));
        await().until(() -> listener.messages.size() == payloads.size());
        assertThat(listener.messages).extracting(Message::payload).isEqualTo(payloads);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void aKilledConnectionIsLostOnceAndNeverComesBack(Protocol protocol) {
        SubscribeConnection connection = subscriber(speaking(protocol));
        connection.subscribe(List.of(Channel.of("a")), listener);
        join(connection.ping());
        RecordingListener lost = new RecordingListener();
        PublishConnection publisher = join(transport.connectPublisher(node(redis), lost));
        try (Transport other = open(TransportOptions.defaults())) {
            admin(other, redis, "CLIENT", "PAUSE", "60000", "WRITE");
            publisher.publish(Channel.of("a"), Payload.of("1"), lost);
            publisher.publish(Channel.of("a"), Payload.of("2"), lost);
            admin(other, redis, "CLIENT", "KILL", "TYPE", "pubsub");
            await().until(() -> listener.losses.size() == 1);
            admin(other, redis, "CLIENT", "KILL", "TYPE", "normal");
            await().until(() -> lost.losses.size() == 1);
            assertThat(lost.events).containsExactly("failed CONNECTION_LOST", "failed CONNECTION_LOST", "lost");
            assertThat(lost.failures).containsOnly(lost.losses.get(0));
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.ping().toCompletableFuture()).isCompletedExceptionally();
            assertThat(admin(other, redis, "CLIENT", "LIST").toString().lines()).hasSize(1);
        }
        assertThat(listener.events).containsExactly("completed a", "lost");
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void pausingStopsReadingUntilItIsResumed(Protocol protocol) {
        SubscribeConnection connection = subscriber(speaking(protocol));
        connection.subscribe(List.of(Channel.of("a")), listener);
        join(connection.ping());
        connection.pause();
        PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
        RecordingListener published = new RecordingListener();
        publisher.publish(Channel.of("a"), Payload.of("1"), published);
        await().until(() -> published.events.size() == 1);
        var ping = connection.ping().toCompletableFuture();
        roundTrip(publisher, published);
        assertThat(listener.messages).isEmpty();
        assertThat(ping).isNotDone();
        connection.resume();
        join(ping);
        assertThat(listener.messages).hasSize(1);
    }

    /** Waits for one more round trip on the same event loop. */
    private static void roundTrip(PublishConnection publisher, RecordingListener published) {
        int before = published.events.size();
        publisher.publish(Channel.of("nobody"), Payload.EMPTY, published);
        await().until(() -> published.events.size() == before + 1);
    }
}
