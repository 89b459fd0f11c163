package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.publish;
import static io.fanfare.transport.memory.Client.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishSubscribeTest {
    private final Client client = new Client();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void clientsOfOneAddressTalkToEachOther() {
        try (Client other = new Client()) {
            SubscribeConnection subscriber = client.subscriber(recorder);
            subscribe(subscriber, ORDERS);

            assertThat(publish(other.publisher(), ORDERS, "7")).isEqualTo(1);

            await(subscriber.ping());
            assertThat(recorder.lines).containsExactly("orders < 7");
        }
    }

    @Test
    void channelAndPatternsEachDeliverOnce() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, Pattern.of("o*"), Pattern.of("*s"), ORDERS, Pattern.of("x*"));

        assertThat(publish(client.publisher(), ORDERS, "7")).isEqualTo(3);

        await(subscriber.ping());
        assertThat(recorder.lines).containsExactly("orders < 7", "o* < 7", "*s < 7");
        assertThat(recorder.messages).allMatch(message -> message.channel().equals(ORDERS));
        Message direct = recorder.messages.get(0);
        assertThat(direct.topic()).isSameAs(direct.channel());
    }

    @Test
    void shardChannelsAreApartFromChannelsAndPatterns() {
        ShardChannel shard = ShardChannel.of("orders");
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS, Pattern.of("*"), shard);
        PublishConnection publisher = client.publisher();

        assertThat(publish(publisher, shard, "sharded")).isEqualTo(1);
        assertThat(publish(publisher, ORDERS, "classic")).isEqualTo(2);

        await(subscriber.ping());
        assertThat(recorder.messages.get(0).topic()).isEqualTo(shard);
        assertThat(recorder.lines).containsExactly("orders < sharded", "orders < classic", "* < classic");
    }

    @Test
    void namesAndPayloadsAreAnyBytes() {
        Channel binary = new Channel(Name.of(new byte[] {0, (byte) 0xff, '\r', '\n'}));
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, binary, Channel.of(""));
        PublishConnection publisher = client.publisher();
        byte[] bytes = {9, 0, (byte) 0x80, '\n', 9};

        publisher.publish(binary, new Payload(bytes, 1, 3), new Recorder());
        publisher.publish(Channel.of(""), Payload.EMPTY, new Recorder());

        await(subscriber.ping());
        assertThat(recorder.messages)
                .extracting(Message::payload)
                .containsExactly(Payload.of(new byte[] {0, (byte) 0x80, '\n'}), Payload.EMPTY);
    }

    @Test
    void eachReceiverOwnsItsPayload() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS, Pattern.of("o*"));
        byte[] sent = {'a'};
        subscriber.pause();
        client.publisher().publish(ORDERS, Payload.of(sent), new Recorder());
        sent[0] = 'b';
        subscriber.resume();

        await(subscriber.ping());
        assertThat(recorder.lines).containsExactly("orders < a", "o* < a");
        assertThat(recorder.messages.get(0).payload().array())
                .isNotSameAs(recorder.messages.get(1).payload().array());
    }

    @Test
    void confirmationComesBeforeTheFirstMessageAndAfterTheLast() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        PublishConnection publisher = client.publisher();
        subscriber.pause();
        publish(publisher, ORDERS, "early");
        subscriber.subscribe(List.of(ORDERS), recorder);
        publish(publisher, ORDERS, "1");
        publish(publisher, ORDERS, "2");
        subscriber.unsubscribe(List.of(ORDERS), recorder);
        publish(publisher, ORDERS, "late");
        subscriber.resume();

        await(subscriber.ping());
        assertThat(recorder.lines).containsExactly("orders done", "orders < 1", "orders < 2", "orders done");
    }

    @Test
    void subscribingTwiceAndUnsubscribingWhatIsNotSubscribedAreConfirmed() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS, ORDERS);
        assertThat(publish(client.publisher(), ORDERS, "7")).isEqualTo(1);

        subscriber.unsubscribe(List.of(Channel.of("none"), ORDERS), recorder);

        await(subscriber.ping());
        assertThat(recorder.lines).containsExactly("orders < 7", "none done", "orders done");
    }

    @Test
    void answersComeInTheOrderOfThePublishesOnAThreadOfTheTransport() {
        PublishConnection publisher = client.publisher();
        subscribe(client.subscriber(new Recorder()), ORDERS);
        for (int i = 0; i < 3; i++) {
            publisher.publish(i == 1 ? ORDERS : Channel.of("none"), Payload.EMPTY, recorder);
        }

        publish(publisher, ORDERS, "last");
        assertThat(recorder.lines).containsExactly("published to 0", "published to 1", "published to 0");
        assertThat(recorder.threads).allMatch(thread -> thread.getName().equals("fanfare-memory") && thread.isDaemon());
    }

    @Test
    void publishingDoesNotWaitForASubscriberThatBlocks() throws InterruptedException {
        Semaphore entered = new Semaphore(0);
        CountDownLatch release = new CountDownLatch(1);
        try (Client slow = new Client()) {
            subscribe(
                    slow.subscriber(new ConnectionListener() {
                        @Override
                        public void onMessages(List<Message> messages) {
                            entered.release();
                            awaitLatch(release);
                        }
                    }),
                    ORDERS);
            PublishConnection publisher = client.publisher();

            publish(publisher, ORDERS, "1");
            assertThat(entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(publish(publisher, ORDERS, "2")).isEqualTo(1);

            release.countDown();
        }
    }

    @Test
    void whatIsQueuedComesAsOneBatchUpToALimit() {
        List<Integer> batches = new ArrayList<>();
        SubscribeConnection subscriber = client.subscriber(new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                batches.add(messages.size());
            }
        });
        subscribe(subscriber, ORDERS);
        PublishConnection publisher = client.publisher();
        subscriber.pause();
        for (int i = 0; i < Wire.READ_LIMIT + 10; i++) {
            publisher.publish(ORDERS, Payload.EMPTY, new Recorder());
        }
        subscriber.resume();

        await(subscriber.ping());
        assertThat(batches).containsExactly(Wire.READ_LIMIT, 10);
    }

    @Test
    void listenerMayPauseAndHearsNoMoreThanWasRead() {
        AtomicReference<SubscribeConnection> own = new AtomicReference<>();
        AtomicInteger heard = new AtomicInteger();
        own.set(client.subscriber(new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                heard.addAndGet(messages.size());
                own.get().pause();
            }
        }));
        subscribe(own.get(), ORDERS);
        own.get().pause();
        PublishConnection publisher = client.publisher();
        for (int i = 0; i < 3 * Wire.READ_LIMIT; i++) {
            publisher.publish(ORDERS, Payload.EMPTY, Client.IGNORE);
        }

        for (int reads = 1; reads <= 3; reads++) {
            own.get().resume();
            await(client.commands().call("PING")); // the event loop has gone round
            await(client.commands().call("PING"));
            assertThat(heard).hasValue(reads * Wire.READ_LIMIT);
        }
    }

    @Test
    void nothingOf100000MessagesIsLostOrReorderedAmongSeveralPublishers() throws InterruptedException {
        int publishers = 4;
        int each = 25_000;
        int[] next = new int[publishers];
        AtomicInteger received = new AtomicInteger();
        AtomicInteger misplaced = new AtomicInteger();
        SubscribeConnection subscriber = client.subscriber(new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                for (Message message : messages) {
                    String[] parts = message.payload().toText().split(":", 2);
                    int from = Integer.parseInt(parts[0]);
                    if (Integer.parseInt(parts[1]) != next[from]++) {
                        misplaced.incrementAndGet();
                    }
                    received.incrementAndGet();
                }
            }
        });
        subscribe(subscriber, ORDERS);

        List<Thread> threads = IntStream.range(0, publishers)
                .mapToObj(from -> new Thread(() -> publishAll(from, each)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        await(subscriber.ping());
        assertThat(received).hasValue(publishers * each);
        assertThat(misplaced).hasValue(0);
    }

    private void publishAll(int from, int count) {
        PublishConnection publisher = client.publisher();
        for (int i = 0; i < count - 1; i++) {
            publisher.publish(ORDERS, Payload.of(from + ":" + i), Client.IGNORE);
        }
        publish(publisher, ORDERS, from + ":" + (count - 1));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
