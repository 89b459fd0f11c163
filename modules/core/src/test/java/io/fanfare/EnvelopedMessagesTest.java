package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnvelopedMessagesTest {
    private static final Channel ORDERS = Channel.of("orders");

    private final Memory memory = new Memory();
    private final Fanfare fanfare = memory.client()
            .set("envelope", "on")
            .set("reconnect.min-backoff", "1ms")
            .build();
    private final Fanfare plain = memory.client().codec("bytes").build();
    private final TypedChannel<String> orders = fanfare.channel("orders", String.class);
    private final TypedChannel<byte[]> raw = plain.channel("orders", byte[].class);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        fanfare.close();
        plain.close();
        memory.close();
    }

    private Subscription subscribe() {
        Subscription subscription = orders.onMessage(seen::add).onGap(gaps::add).subscribe();
        subscription.ready().join();
        return subscription;
    }

    private static byte[] envelope(long publisher, long sequence, String text) {
        return Envelope.of(publisher, 0, 1, sequence, 0, Payload.of(text)).toByteArray();
    }

    @Test
    void nothingIsLostOnAWholeConnection() {
        Subscription subscription = subscribe();
        for (int i = 0; i < 1_000; i++) {
            orders.publishAndForget("m" + i);
        }
        assertThat(orders.publish("last").join()).isEqualTo(1);
        await().until(() -> seen.size() == 1_001);
        assertThat(seen).startsWith("m0", "m1", "m2").endsWith("last");
        Integrity integrity = subscription.integrity();
        assertThat(integrity.enveloped()).isEqualTo(1_001);
        assertThat(integrity.lost() + integrity.duplicated() + integrity.reordered() + integrity.plain())
                .isZero();
        assertThat(integrity.maxLag())
                .isGreaterThanOrEqualTo(integrity.lastLag())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void plainAndEnvelopedMessagesMixOnAChannel() {
        Subscription subscription = subscribe();
        orders.publish("enveloped").join();
        raw.publish("plain".getBytes(StandardCharsets.UTF_8)).join();
        orders.publish("again").join();
        await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("enveloped", "plain", "again");
        assertThat(subscription.integrity().enveloped()).isEqualTo(2);
        assertThat(subscription.integrity().plain()).isEqualTo(1);
        assertThat(subscription.integrity().lost()).isZero();
    }

    @Test
    void aClientWithEnvelopesOffSeesTheBytesAndPublishesPlainly() {
        List<byte[]> bytes = Collections.synchronizedList(new ArrayList<>());
        Subscription subscription = raw.onMessage(bytes::add).subscribe();
        subscription.ready().join();
        orders.publish("a").join();
        orders.publish("b").join();
        raw.publish(new byte[] {7}).join();
        await().until(() -> bytes.size() == 3);
        Payload first = Payload.of(bytes.get(0));
        Payload second = Payload.of(bytes.get(1));
        assertThat(Envelope.fault(first)).isNull();
        assertThat(Envelope.content(first).toText()).isEqualTo("a");
        assertThat(List.of(Envelope.sequence(first), Envelope.sequence(second))).containsExactly(1L, 2L);
        assertThat(Envelope.publisherHigh(second)).isEqualTo(Envelope.publisherHigh(first));
        assertThat(Envelope.publisherLow(second)).isEqualTo(Envelope.publisherLow(first));
        assertThat(bytes.get(2)).containsExactly(7);
        assertThat(subscription.integrity()).isEqualTo(Integrity.NONE);
    }

    @Test
    void aMalformedEnvelopeReachesTheErrorHandlerWithItsBytesAndTheNextMessageTheHandler() {
        List<MessageFailure> failures = Collections.synchronizedList(new ArrayList<>());
        Subscription subscription =
                orders.onMessage(seen::add).onError(failures::add).subscribe();
        subscription.ready().join();
        byte[] whole = envelope(1, 1, "hello");
        raw.publish(Arrays.copyOf(whole, whole.length - 1)).join();
        orders.publish("next").join();
        await().until(() -> seen.size() == 1);
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.DECODE_FAILED);
            assertThat(failure.rejected().payload().length()).isEqualTo(whole.length - 1);
            assertThat(failure).hasMessageContaining("the envelope says that it has 5 bytes of payload");
        });
        assertThat(subscription.integrity().malformed()).isEqualTo(1);
    }

    @Test
    void whatIsLostWithAConnectionBelongsToItsGap() {
        Subscription subscription = subscribe();
        orders.publish("before").join();
        await().until(() -> seen.size() == 1);
        memory.faults.refuseSubscribing(ORDERS);
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> orders.publish("away").join() == 0);
        memory.faults.allowSubscribing(ORDERS);
        await().until(() -> gaps.size() == 1);
        orders.publish("after").join();
        await().until(() -> seen.contains("after"));
        Integrity integrity = subscription.integrity();
        assertThat(integrity.lost()).isPositive().isEqualTo(integrity.lostInGaps());
        assertThat(gaps)
                .singleElement()
                .satisfies(gap -> assertThat(gap.cause().code()).isEqualTo(ErrorCode.CONNECTION_LOST));
    }

    @Test
    void aHoleWithoutALostConnectionRaisesAGapOfItsOwn() {
        Subscription subscription = subscribe();
        raw.publish(envelope(1, 1, "one")).join();
        await().until(() -> seen.contains("one"));
        raw.publish(envelope(1, 4, "four")).join();
        await().until(() -> gaps.size() == 1);
        PubSubException cause = gaps.get(0).cause();
        assertThat(cause.code()).isEqualTo(ErrorCode.SEQUENCE_GAP);
        assertThat(cause).hasMessageContaining("2 messages to orders are missing");
        assertThat(gaps.get(0).duration()).isPositive();
        assertThat(subscription.integrity().lost()).isEqualTo(2);
        assertThat(subscription.integrity().lostInGaps()).isZero();
    }

    @Test
    void threadsThatPublishToOneChannelAreNumberedInTheOrderInWhichTheySend() {
        Subscription subscription = subscribe();
        CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
        for (int thread = 0; thread < threads.length; thread++) {
            threads[thread] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5_000; i++) {
                    orders.publishAndForget("m");
                }
            });
        }
        CompletableFuture.allOf(threads).join();
        await().until(() -> subscription.integrity().enveloped() == 20_000);
        Integrity integrity = subscription.integrity();
        assertThat(integrity.lost() + integrity.duplicated() + integrity.reordered())
                .isZero();
        assertThat(gaps).isEmpty();
    }

    @Test
    void eachChannelOfAPatternHasItsOwnSequence() {
        Subscription subscription =
                fanfare.pattern("*", String.class).onMessage(seen::add).subscribe();
        subscription.ready().join();
        for (int i = 0; i < 100; i++) {
            fanfare.channel("c" + i % 7, String.class).publishAndForget("m");
        }
        await().until(() -> seen.size() == 100);
        assertThat(subscription.integrity().enveloped()).isEqualTo(100);
        assertThat(subscription.integrity().lost()).isZero();
    }

    @Test
    void whatAFullQueueDropsHasArrived() {
        Subscription subscription = orders.onMessage(message -> {
                    synchronized (seen) {
                        seen.add(message);
                    }
                })
                .queueMessages(1)
                .subscribe();
        subscription.ready().join();
        synchronized (seen) {
            for (int i = 0; i < 100; i++) {
                orders.publish("m" + i).join();
            }
        }
        await().until(() -> subscription.integrity().enveloped() == 100);
        assertThat(subscription.queue().dropped()).isPositive();
        assertThat(subscription.integrity().lost()).isZero();
    }

    @Test
    void aClientThatPublishesToTooManyChannelsStartsEveryCountOverInANewEpoch() throws Exception {
        List<Payload> sent = new ArrayList<>();
        ConnectionFactory<PublishConnection> factory =
                listener -> CompletableFuture.completedFuture(new Recording(sent));
        PublishConnection connection = new EnvelopeWriter(new byte[16], 2)
                .over(factory)
                .connect(new ConnectionListener() {})
                .toCompletableFuture()
                .get();
        for (String channel : List.of("a", "a", "b", "c", "a")) {
            connection.publish(Channel.of(channel), Payload.EMPTY, SILENT);
        }
        assertThat(sent.stream().map(Envelope::sequence)).containsExactly(1L, 2L, 1L, 1L, 1L);
        long epoch = Envelope.epoch(sent.get(0));
        assertThat(sent.stream().map(Envelope::epoch)).containsExactly(epoch, epoch, epoch, epoch + 1, epoch + 1);
    }

    @Test
    void aPublishThatIsMadeWhileOneFailsIsNumberedAfterIt() throws Exception {
        List<Payload> sent = new ArrayList<>();
        Numbering numbering = new Numbering(1, 2, 3);
        PublishConnection connection = new Recording(sent) {
            @Override
            public void publish(Destination channel, Payload payload, PublishCallback callback) {
                super.publish(channel, payload, callback);
                throw new IllegalStateException("expected by the test");
            }
        };
        List<PubSubException> failures = new ArrayList<>();
        numbering.publish(connection, ORDERS, Payload.of("1"), 0, new Failing() {
            @Override
            public void failed(PubSubException cause) {
                numbering.publish(connection, ORDERS, Payload.of("2"), 0, (Failing) failures::add);
                failures.add(cause);
            }
        });
        assertThat(sent.stream().map(Envelope::sequence)).containsExactly(1L, 2L);
        assertThat(sent.stream().map(envelope -> Envelope.content(envelope).toText()))
                .containsExactly("1", "2");
        assertThat(failures).hasSize(2).allMatch(cause -> cause.code() == ErrorCode.CONTRACT_BROKEN);
    }

    private static final Failing SILENT = cause -> {};

    /** Hears of failures only. */
    private interface Failing extends PublishCallback {
        @Override
        default void published(long receivers) {}
    }

    /** Notes what is published. */
    private static class Recording implements PublishConnection {
        private final List<Payload> sent;

        Recording(List<Payload> sent) {
            this.sent = sent;
        }

        @Override
        public void publish(Destination channel, Payload payload, PublishCallback callback) {
            sent.add(payload);
        }

        @Override
        public Node node() {
            return Node.of("recording", 1);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
