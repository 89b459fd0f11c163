package io.fanfare.transport.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PublishTest {
    private static final int THREADS = 8;
    private static final int EACH = 5_000;

    @Test
    void keepsTheOrderOfEachOfEightThreadsAndCountsReceivers() throws Exception {
        int[] next = new int[THREADS];
        List<String> outOfOrder = new ArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> arrived) {
                for (Message message : arrived) {
                    String[] parts = message.payload().toText().split(" ", -1);
                    int thread = Integer.parseInt(parts[0]);
                    if (next[thread]++ != Integer.parseInt(parts[1])) {
                        outOfOrder.add(message.payload().toText());
                    }
                }
                super.onMessages(arrived);
            }
        };
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            Channel channel = Channel.of("c");
            Fixture.subscribe(redis.subscriber(recorder), channel);
            PublishConnection publisher = redis.publisher();
            AtomicInteger delivered = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            PublishCallback counting = new PublishCallback() {
                @Override
                public void published(long receivers) {
                    delivered.addAndGet((int) receivers);
                }

                @Override
                public void failed(PubSubException cause) {
                    failed.incrementAndGet();
                }
            };
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int id = t;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < EACH; i++) {
                        publisher.publish(channel, Payload.of(id + " " + i), counting);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            await().until(() -> delivered.get() + failed.get() == THREADS * EACH);
            await().until(() -> recorder.messages.get() == THREADS * EACH);
            assertThat(failed).hasValue(0);
            assertThat(outOfOrder).isEmpty();
        }
    }

    @Test
    void anErrorReplyFailsItsOwnPublishAlone() {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO);
                Transport limited = redis.as("limited", "on", ">secret", "+@all", "resetchannels", "&ok*")) {
            PublishConnection publisher = Fixture.get(limited.connectPublisher(redis.node, Fixture.DEAF));
            CompletableFuture<Long> before = Fixture.publishing(publisher, Channel.of("ok"), "1");
            CompletableFuture<Long> refused = Fixture.publishing(publisher, Channel.of("forbidden"), "2");
            CompletableFuture<Long> after = Fixture.publishing(publisher, Channel.of("ok"), "3");
            assertThat(Fixture.get(before)).isZero();
            assertThat(Fixture.get(after)).isZero();
            assertThat(Fixture.failure(refused).code()).isEqualTo(ErrorCode.NO_PERMISSION);
            assertThat(Fixture.failure(refused)).hasMessageContaining("PUBLISH forbidden");
        }
    }

    @Test
    void carriesPayloadsOfEverySize() {
        List<Payload> received = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> arrived) {
                arrived.forEach(message -> received.add(message.payload()));
                count.addAndGet(arrived.size());
            }
        };
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            Channel channel = Channel.of("c");
            Fixture.subscribe(redis.subscriber(recorder), channel);
            PublishConnection publisher = redis.publisher();
            List<String> sent = new ArrayList<>();
            List<CompletableFuture<Long>> answers = new ArrayList<>();
            for (int size : new int[] {0, 1, 9, 10, 99, 100, 65_000, 65_536, 65_537, 3_000_000, 7}) {
                String text = "x".repeat(size);
                sent.add(text);
                answers.add(Fixture.publishing(publisher, channel, text));
            }
            await().until(() -> count.get() == sent.size());
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(Fixture.get(answer)).isEqualTo(1));
            assertThat(received).extracting(Payload::toText).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void repliesArriveWhileProducersNeverRest() throws Exception {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            PublishConnection publisher = redis.publisher();
            Channel channel = Channel.of("c");
            byte[] body = new byte[100];
            AtomicInteger answered = new AtomicInteger();
            PublishCallback counting = new PublishCallback() {
                @Override
                public void published(long receivers) {
                    answered.incrementAndGet();
                }

                @Override
                public void failed(PubSubException cause) {}
            };
            int sent = 0;
            while (answered.get() == 0 && sent < 2_000_000) {
                publisher.publish(channel, Payload.of(body), counting);
                sent++;
            }
            assertThat(answered.get())
                    .as("answers after %d publishes without a rest", sent)
                    .isPositive();
        }
    }
}
