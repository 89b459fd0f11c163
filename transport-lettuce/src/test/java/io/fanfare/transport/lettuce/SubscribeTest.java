package io.fanfare.transport.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscribeTest {
    private static final PublishCallback UNANSWERED = new PublishCallback() {
        @Override
        public void published(long receivers) {}

        @Override
        public void failed(PubSubException cause) {
            throw new AssertionError(cause);
        }
    };

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void handsOverTheSubscribedTopicAndGoesOnAfterAListenerThrew(Protocol protocol) {
        List<Message> received = new ArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> arrived) {
                received.addAll(arrived);
                super.onMessages(arrived);
                throw new IllegalStateException("a listener of the test");
            }
        };
        try (Fixture redis = Fixture.standalone(protocol)) {
            SubscribeConnection subscriber = redis.subscriber(recorder);
            Channel channel = Channel.of("news");
            Pattern pattern = Pattern.of("n*");
            assertThat(Fixture.subscribe(subscriber, channel)).isNull();
            assertThat(Fixture.subscribe(subscriber, pattern)).isNull();
            PublishConnection publisher = redis.publisher();
            assertThat(Fixture.publish(publisher, Channel.of("news"), "1")).isEqualTo(2);
            assertThat(Fixture.publish(publisher, Channel.of("news"), "2")).isEqualTo(2);
            await().until(() -> recorder.messages.get() == 4);
            Fixture.get(subscriber.ping());

            assertThat(recorder.events).containsExactly("news/news=1", "n*/news=1", "news/news=2", "n*/news=2");
            assertThat(received.get(0).topic()).isSameAs(channel);
            assertThat(received.get(0).channel()).isSameAs(channel);
            assertThat(received.get(1).topic()).isSameAs(pattern);
            assertThat(received.get(3).channel()).isSameAs(channel);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void answersChangesAndPingsAmongMessagesInBatches(Protocol protocol) {
        Recorder recorder = new Recorder();
        try (Fixture redis = Fixture.standalone(protocol)) {
            SubscribeConnection subscriber = redis.subscriber(recorder);
            Channel busy = Channel.of("busy");
            Fixture.subscribe(subscriber, busy);
            PublishConnection publisher = redis.publisher();
            List<Topic> topics = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                topics.add(i % 2 == 0 ? Channel.of("c" + i) : Pattern.of("p" + i));
            }
            Map<Topic, String> answers = new ConcurrentHashMap<>();
            List<CompletableFuture<Void>> pings = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                publisher.publish(busy, Payload.of("payload " + i), UNANSWERED);
                if (i % 100 == 0) {
                    pings.add(subscriber.ping().toCompletableFuture());
                }
                if (i == 10_000) {
                    subscriber.subscribe(topics, (topic, failure) -> answers.put(topic, "subscribed " + failure));
                }
            }
            await().until(() -> recorder.messages.get() == 20_000);
            Fixture.get(CompletableFuture.allOf(pings.toArray(CompletableFuture[]::new)));
            assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(topics);
            assertThat(answers.values()).containsOnly("subscribed null");
            assertThat(recorder.batches.get()).isLessThan(10_000);
            assertThat(recorder.largest.get()).isGreaterThan(1).isLessThanOrEqualTo(SubscribeReader.BATCH);

            assertThat(Fixture.unsubscribe(subscriber, busy)).isNull();
            assertThat(Fixture.publish(publisher, busy, "late")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void aRefusalFailsItsTopicAlone(Protocol protocol) {
        try (Fixture redis = Fixture.standalone(protocol);
                Transport limited = redis.as("limited", "on", ">secret", "+@all", "resetchannels", "&ok*")) {
            Recorder recorder = new Recorder();
            SubscribeConnection subscriber = Fixture.get(limited.connectSubscriber(redis.node, recorder));
            Map<Topic, ErrorCode> refused = new ConcurrentHashMap<>();
            AtomicInteger answers = new AtomicInteger();
            subscriber.subscribe(
                    List.of(Channel.of("ok1"), Channel.of("forbidden"), Pattern.of("x*"), Channel.of("ok2")),
                    (topic, failure) -> {
                        if (failure != null) {
                            refused.put(topic, failure.code());
                        }
                        answers.incrementAndGet();
                    });
            Fixture.get(subscriber.ping());
            assertThat(answers).hasValue(4);
            assertThat(refused)
                    .containsOnly(
                            Map.entry(Channel.of("forbidden"), ErrorCode.NO_PERMISSION),
                            Map.entry(Pattern.of("x*"), ErrorCode.NO_PERMISSION));
            PublishConnection publisher = redis.publisher();
            Fixture.publish(publisher, Channel.of("ok2"), "m");
            await().until(() -> recorder.messages.get() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void readsNothingWhilePausedAndEverythingAfterwards(Protocol protocol) {
        Recorder recorder = new Recorder();
        try (Fixture redis = Fixture.standalone(protocol)) {
            SubscribeConnection subscriber = redis.subscriber(recorder);
            Channel channel = Channel.of("busy");
            Fixture.subscribe(subscriber, channel);
            PublishConnection publisher = redis.publisher();
            for (int round = 1; round <= 20; round++) {
                subscriber.pause();
                // the pause is in effect when a task behind it on the only event loop has run
                Fixture.publish(publisher, Channel.of("nobody"), "fence");
                int before = recorder.messages.get();
                CompletableFuture<Void> ping = subscriber.ping().toCompletableFuture();
                for (int i = 0; i < 500; i++) {
                    var unused = Fixture.publishing(publisher, channel, "m");
                }
                assertThat(Fixture.publish(publisher, channel, "last")).isEqualTo(1);
                assertThat(recorder.messages.get()).isEqualTo(before);
                assertThat(ping).isNotDone();
                subscriber.resume();
                int expected = 501 * round;
                await().until(() -> recorder.messages.get() == expected);
                Fixture.get(ping);
            }
        }
    }

    @org.junit.jupiter.api.Test
    void refusesAUnixDomainSocketWithoutNativeLibraries() {
        try (Transport transport = new LettuceTransportProvider().open(io.fanfare.spi.TransportOptions.defaults())) {
            assertThat(transport.capabilities()).doesNotContain(Capability.UNIX_SOCKET);
            io.fanfare.spi.Address socket = io.fanfare.spi.Address.ofSocket("/nowhere/redis.sock");
            assertThat(Fixture.failure(transport.connectPublisher(new Node(socket, socket, null), Fixture.DEAF)))
                    .hasMessageContaining("fanfare-natives-linux")
                    .extracting(PubSubException::code)
                    .isEqualTo(ErrorCode.UNSUPPORTED);
        }
    }
}
