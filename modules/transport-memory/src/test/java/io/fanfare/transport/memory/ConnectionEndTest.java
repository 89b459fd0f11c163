package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.NODE;
import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.failure;
import static io.fanfare.transport.memory.Client.publish;
import static io.fanfare.transport.memory.Client.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionEndTest {
    private final Client client = new Client();
    private final Recorder recorder = new Recorder();
    private final MemoryFaults faults = MemoryFaults.at(NODE);
    private SubscribeConnection subscriber;

    @BeforeEach
    void connect() {
        subscriber = client.subscriber(recorder);
    }

    @AfterEach
    void close() {
        client.close();
        faults.close();
        assertThat(Brokers.isOpen(NODE.connect())).isFalse();
    }

    @Test
    void lossComesOnceAfterEverythingUnansweredHasFailedWithItsCause() {
        subscriber.pause();
        subscriber.subscribe(List.of(ORDERS, Channel.of("b")), recorder);
        CompletionStage<Void> ping = subscriber.ping();
        subscriber.unsubscribe(List.of(ORDERS), recorder);

        assertThat(faults.cut(Role.SUBSCRIBE)).isEqualTo(1);
        assertThat(faults.cut(Role.SUBSCRIBE)).isZero();
        subscriber.resume();

        await().until(() -> recorder.lines.contains("lost"));
        assertThat(recorder.lines)
                .containsExactly("orders CONNECTION_LOST", "b CONNECTION_LOST", "orders CONNECTION_LOST", "lost");
        assertThat(recorder.failures).containsOnly(failure(ping));
        assertThat(failure(ping)).hasMessageContaining("memory.test:6379").hasMessageContaining("cut");
        assertThat(subscriber.isOpen()).isFalse();
    }

    @Test
    void afterALossNothingIsHeardButFailuresOnTheThreadOfTheCaller() {
        PublishConnection publisher = client.publisher(recorder);
        faults.cut(Role.PUBLISH);
        await().until(() -> recorder.lines.contains("lost"));

        publisher.publish(ORDERS, Payload.EMPTY, recorder);
        publisher.close();

        assertThat(recorder.lines).containsExactly("lost", "failed CONNECTION_LOST");
        assertThat(recorder.threads.get(1)).isSameAs(Thread.currentThread());
        faults.cut(Role.SUBSCRIBE);
        assertThat(failure(subscriber.ping()).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void pausedConnectionNoticesNeitherMessagesNorAnswersNorLoss() {
        subscribe(subscriber, ORDERS);
        long before = subscriber.lastReceivedNanos();
        subscriber.pause();
        CompletionStage<Void> ping = subscriber.ping();
        publish(client.publisher(), ORDERS, "7");
        faults.cut(Role.SUBSCRIBE);
        await(client.commands().call("PING")); // the event loop has gone round

        assertThat(recorder.lines).isEmpty();
        assertThat(ping.toCompletableFuture()).isNotDone();
        assertThat(subscriber.isOpen()).isTrue();
        assertThat(subscriber.lastReceivedNanos()).isEqualTo(before);

        subscriber.resume();
        assertThat(failure(ping).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @Test
    void readingSetsTheTimeOfTheLastBytes() {
        long connected = subscriber.lastReceivedNanos();

        await(subscriber.ping());

        assertThat(subscriber.lastReceivedNanos() - connected).isPositive();
        assertThat(System.nanoTime() - subscriber.lastReceivedNanos()).isNotNegative();
    }

    @Test
    void closeFailsWhatIsUnansweredAndTellsTheListenerNothing() {
        subscribe(subscriber, ORDERS);
        subscriber.pause();
        publish(client.publisher(), ORDERS, "7");
        Recorder callback = new Recorder();
        subscriber.subscribe(List.of(Channel.of("b")), callback);

        subscriber.close();
        subscriber.close();
        subscriber.resume();

        await().until(() -> !callback.lines.isEmpty());
        assertThat(subscriber.isOpen()).isFalse();
        assertThat(failure(subscriber.ping()).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(faults.cut(Role.SUBSCRIBE)).isZero();
        assertThat(publish(client.publisher(), ORDERS, "8")).isZero();
        assertThat(callback.lines).containsExactly("b CLOSED");
        assertThat(recorder.lines).isEmpty();
    }

    @Test
    void listenerMayCloseItsConnectionAndHearsNoMore() {
        AtomicReference<SubscribeConnection> own = new AtomicReference<>();
        Recorder heard = new Recorder();
        own.set(client.subscriber(new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                heard.onMessages(messages);
                own.get().close();
            }

            @Override
            public void onLost(PubSubException cause) {
                heard.onLost(cause);
            }
        }));
        subscribe(own.get(), ORDERS);
        own.get().pause();
        PublishConnection publisher = client.publisher();
        publish(publisher, ORDERS, "1");
        own.get().subscribe(List.of(Channel.of("b")), heard);
        publish(publisher, ORDERS, "2");
        own.get().resume();

        await().until(() -> heard.lines.size() == 2);
        assertThat(failure(own.get().ping()).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(heard.lines).containsExactly("orders < 1", "b CLOSED");
    }

    @Test
    void listenerThatThrowsGoesOnHearing() {
        Recorder heard = new Recorder();
        SubscribeConnection throwing = client.subscriber(new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                heard.onMessages(messages);
                throw new AssertionError("thrown by a test");
            }

            @Override
            public void onLost(PubSubException cause) {
                heard.onLost(cause);
                throw new IllegalStateException("thrown by a test");
            }
        });
        subscribe(throwing, ORDERS);
        PublishConnection publisher = client.publisher();
        publish(publisher, ORDERS, "1");
        await(throwing.ping());
        publish(publisher, ORDERS, "2");
        await(throwing.ping());
        faults.cut(Role.SUBSCRIBE);

        await().until(() -> heard.lines.size() == 3);
        assertThat(heard.lines).containsExactly("orders < 1", "orders < 2", "lost");
        await(client.commands().call("PING"));
    }

    @Test
    void subscriberThatDoesNotReadIsCutAtTheOutputLimit() {
        int limit = 10 * (64 + "orders".length() + 100);
        try (Client bounded = new Client(limit)) {
            Recorder slow = new Recorder();
            SubscribeConnection paused = bounded.subscriber(slow);
            subscribe(paused, ORDERS);
            subscribe(subscriber, ORDERS);
            paused.pause();
            PublishConnection publisher = bounded.publisher();
            for (int i = 0; i < 10; i++) {
                assertThat(publish(publisher, ORDERS, "x".repeat(100))).isEqualTo(2);
            }
            assertThat(faults.connections(Role.SUBSCRIBE)).isEqualTo(2);

            publish(publisher, ORDERS, "");

            assertThat(faults.connections(Role.SUBSCRIBE)).isEqualTo(1);
            paused.resume();
            await().until(() -> slow.lines.contains("lost"));
            assertThat(slow.failures.get(0)).hasMessageContaining("1700 bytes");
            assertThat(publish(publisher, ORDERS, "")).isEqualTo(1);
        }
    }

    @Test
    void whatWasReadFreesTheOutputLimit() {
        try (Client bounded = new Client(200)) {
            SubscribeConnection reading = bounded.subscriber(recorder);
            subscribe(reading, ORDERS);
            PublishConnection publisher = bounded.publisher();
            for (int i = 0; i < 100; i++) {
                publish(publisher, ORDERS, "x".repeat(100));
                await(reading.ping());
            }
            assertThat(recorder.messages).hasSize(100);
            assertThat(reading.isOpen()).isTrue();
        }
    }

    @Test
    void callersDuringALossHearEachAnswerOnceInOrder() throws InterruptedException {
        int count = 20_000;
        List<Integer> answered = Collections.synchronizedList(new ArrayList<>());
        PublishConnection publisher = client.publisher();
        CountDownLatch half = new CountDownLatch(count / 2);
        Thread publishing = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                int number = i;
                publisher.publish(ORDERS, Payload.EMPTY, Client.whenAnswered(() -> answered.add(number)));
                half.countDown();
            }
        });
        publishing.start();
        half.await();
        faults.cut(Role.PUBLISH);
        publishing.join();

        await().until(() -> answered.size() >= count);
        assertThat(answered).hasSize(count).isSorted();
    }
}
