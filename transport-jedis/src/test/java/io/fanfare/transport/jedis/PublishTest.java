package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.TransportOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublishTest {
    @Test
    void eightThreadsPublishEachInItsOrderAndEveryPublishIsCounted() throws Exception {
        Recorder recorder = new Recorder();
        Counter counter = new Counter();
        List<String> received = new ArrayList<>();
        Recorder listener = new Recorder() {
            @Override
            public void onMessages(List<Message> messages) {
                synchronized (received) {
                    messages.forEach(message -> received.add(message.payload().toText()));
                }
            }
        };
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(listener);
            subscriber.subscribe(List.of(Channel.of("count")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            PublishConnection publisher = session.publisher();
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(thread -> new Thread(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            publisher.publish(Channel.of("count"), Payload.of(thread + ":" + i), counter);
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            await().untilAsserted(() -> assertThat(counter.published).hasValue(80_000));
            assertThat(counter.receivers).hasValue(80_000);
            await().untilAsserted(() -> {
                synchronized (received) {
                    assertThat(received).hasSize(80_000);
                }
            });
            for (int thread = 0; thread < 8; thread++) {
                String prefix = thread + ":";
                assertThat(received.stream()
                                .filter(text -> text.startsWith(prefix))
                                .toList())
                        .isEqualTo(IntStream.range(0, 10_000)
                                .mapToObj(i -> prefix + i)
                                .toList());
            }
        }
    }

    @Test
    void anErrorReplyFailsOnlyItsOwnPublish() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                .argument("--user", "limited", "on", ">pw", "resetchannels", "&ok", "+@all")
                .start()) {
            TransportOptions options = TransportOptions.defaults()
                    .with(TransportOptions.CREDENTIALS, () -> Credentials.of("limited", "pw"));
            try (Session session = new Session(redis, options)) {
                PublishConnection publisher = session.publisher();
                Counter good = new Counter();
                Counter bad = new Counter();
                for (int i = 0; i < 1_000; i++) {
                    publisher.publish(Channel.of("ok"), Payload.of("x"), good);
                    publisher.publish(Channel.of("no"), Payload.of("x"), bad);
                }

                await().untilAsserted(() -> assertThat(good.published).hasValue(1_000));
                await().untilAsserted(() -> assertThat(bad.failures).hasSize(1_000));
                assertThat(good.failures).isEmpty();
                assertThat(bad.failures.get(0).code()).isEqualTo(ErrorCode.NO_PERMISSION);
                assertThat(bad.failures.get(0)).hasMessageContaining("refused PUBLISH no: NOPERM");
            }
        }
    }

    @Test
    void payloadsOfEverySizeAreWrittenWhole() {
        Recorder recorder = new Recorder();
        int[] sizes = {0, 1, 16_383, 65_500, 65_520, 65_536, 65_537, 1_000_000};
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Session session = new Session(redis)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("size")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            PublishConnection publisher = session.publisher();
            List<Payload> sent = new ArrayList<>();
            for (int size : sizes) {
                byte[] array = new byte[size + 7];
                for (int i = 0; i < array.length; i++) {
                    array[i] = (byte) (i * 31);
                }
                Payload payload = new Payload(array, 3, size);
                sent.add(payload);
                publisher.publish(Channel.of("size"), payload, new Counter());
            }

            await().untilAsserted(() -> assertThat(recorder.messages).hasSize(sizes.length));
            assertThat(recorder.messages).extracting(Message::payload).isEqualTo(sent);
        }
    }
}
