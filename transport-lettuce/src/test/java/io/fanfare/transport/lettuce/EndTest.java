package io.fanfare.transport.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EndTest {
    @Test
    void aLossFailsEverythingUnansweredAndIsReportedOnce() throws Exception {
        int total = 60_000;
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger failed = new AtomicInteger();
            AtomicInteger early = new AtomicInteger();
            Set<PubSubException> causes = ConcurrentHashMap.newKeySet();
            Recorder recorder = new Recorder();
            PublishConnection publisher = Fixture.get(redis.transport.connectPublisher(redis.node, recorder));
            PublishCallback counting = new PublishCallback() {
                @Override
                public void published(long receivers) {
                    answered.incrementAndGet();
                }

                @Override
                public void failed(PubSubException cause) {
                    causes.add(cause);
                    if (!recorder.losses.isEmpty()) {
                        early.incrementAndGet();
                    }
                    failed.incrementAndGet();
                }
            };
            redis.admin("CONFIG", "SET", "busy-reply-threshold", "60000");
            // the server sleeps with all publishes unread, and then kills their connection
            CompletableFuture<Reply> kill = redis.admin
                    .call(
                            "EVAL",
                            "local t = redis.call('time')[1] + 2"
                                    + " while tonumber(redis.call('time')[1]) < tonumber(t) do end"
                                    + " return 1",
                            "0")
                    .toCompletableFuture();
            CompletableFuture<Reply> killed = redis.admin
                    .call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                    .toCompletableFuture();
            Thread producer = new Thread(() -> {
                for (int i = 0; i < total; i++) {
                    publisher.publish(Channel.of("c"), Payload.of("x".repeat(100)), counting);
                }
            });
            producer.start();
            producer.join();
            Fixture.get(kill);
            Fixture.get(killed);
            await().until(() -> answered.get() + failed.get() == total);
            await().until(() -> recorder.losses.size() == 1);
            assertThat(failed.get()).isPositive();
            assertThat(causes).hasSize(1).containsExactly(recorder.losses.get(0));
            assertThat(early).as("failures after the loss was reported").hasValue(0);
            assertThat(recorder.losses.get(0).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(publisher.isOpen()).isFalse();
            assertThat(Fixture.failure(Fixture.publishing(publisher, Channel.of("c"), "late"))
                            .code())
                    .isEqualTo(ErrorCode.CONNECTION_LOST);
            Fixture.get(redis.admin.call("PING"));
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @Test
    void nothingReconnectsAfterALoss() {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            Recorder recorder = new Recorder();
            SubscribeConnection subscriber = redis.subscriber(recorder);
            Fixture.subscribe(subscriber, Channel.of("c"));
            String before = connectionsReceived(redis);
            redis.admin("CLIENT", "KILL", "TYPE", "pubsub");
            await().until(() -> recorder.losses.size() == 1);
            assertThat(subscriber.isOpen()).isFalse();
            assertThat(Fixture.failure(subscriber.ping()).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(Fixture.subscribe(subscriber, Channel.of("d")).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            await().during(java.time.Duration.ofMillis(300))
                    .until(() -> connectionsReceived(redis).equals(before));
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @Test
    void aListenerMayCloseItsConnectionAndHearsNothingMore() {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            AtomicReference<SubscribeConnection> self = new AtomicReference<>();
            AtomicReference<CompletableFuture<Void>> ping = new AtomicReference<>();
            Recorder recorder = new Recorder() {
                @Override
                public void onMessages(List<Message> arrived) {
                    super.onMessages(arrived);
                    ping.set(self.get().ping().toCompletableFuture());
                    self.get().close();
                    self.get().close();
                }
            };
            self.set(redis.subscriber(recorder));
            Fixture.subscribe(self.get(), Channel.of("c"));
            PublishConnection publisher = redis.publisher();
            Fixture.publish(publisher, Channel.of("c"), "1");
            await().until(() -> ping.get() != null);
            assertThat(Fixture.failure(ping.get()).code()).isEqualTo(ErrorCode.CLOSED);
            await().until(() -> Fixture.publish(publisher, Channel.of("c"), "2") == 0);
            assertThat(recorder.messages).hasValue(1);
            assertThat(recorder.losses).isEmpty();
            assertThat(Fixture.failure(self.get().ping()).code()).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Test
    void closingTheTransportLeavesNoThreadAndNoSocket() {
        try (Fixture redis = Fixture.standalone(Protocol.AUTO)) {
            Set<Thread> before = threads();
            Recorder recorder = new Recorder();
            LettuceTransport transport = (LettuceTransport) new LettuceTransportProvider()
                    .open(Fixture.patient()
                            .with(io.fanfare.spi.TransportOptions.IO_THREADS, 3)
                            .with(io.fanfare.spi.TransportOptions.CLIENT_NAME, "to-close"));
            CommandConnection command = Fixture.get(transport.connectCommand(redis.node, recorder));
            Fixture.get(transport.connectSubscriber(redis.node, recorder));
            Fixture.get(transport.connectPublisher(redis.node, recorder));
            assertThat(redis.admin("CLIENT", "LIST").toString().split("name=to-close", -1))
                    .hasSize(4);
            assertThat(threads()).allMatch(Thread::isDaemon);
            assertThat(threads().size()).isGreaterThan(before.size());
            CompletableFuture<Reply> blocked =
                    command.call("BLPOP", "nothing", "0").toCompletableFuture();
            long start = System.nanoTime();
            transport.close();
            transport.close();
            assertThat(System.nanoTime() - start).isLessThan(1_500_000_000L);
            assertThat(threads()).isEqualTo(before);
            assertThat(Fixture.failure(blocked).code()).isEqualTo(ErrorCode.CLOSED);
            assertThat(recorder.losses).isEmpty();
            await().until(() -> !redis.admin("CLIENT", "LIST").toString().contains("to-close"));
            assertThat(Fixture.failure(transport.connectCommand(redis.node, recorder))
                            .code())
                    .isEqualTo(ErrorCode.CLOSED);
        }
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("lettuce")) {
                threads.add(thread);
            }
        }
        return threads;
    }

    private static String connectionsReceived(Fixture redis) {
        return redis.admin("INFO", "stats")
                .toString()
                .lines()
                .filter(line -> line.startsWith("total_connections_received"))
                .findFirst()
                .orElseThrow();
    }
}
