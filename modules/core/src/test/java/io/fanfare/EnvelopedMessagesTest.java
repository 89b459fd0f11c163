package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
    void aWriterWithTooManyChannelsStartsEveryCountOverInANewEpoch() {
        EnvelopeWriter writer = new EnvelopeWriter(new byte[16], 2);
        Payload first = writer.envelope(Channel.of("a"), Payload.EMPTY, 0);
        Payload second = writer.envelope(Channel.of("a"), Payload.EMPTY, 0);
        writer.envelope(Channel.of("b"), Payload.EMPTY, 0);
        writer.envelope(Channel.of("c"), Payload.EMPTY, 0);
        Payload again = writer.envelope(Channel.of("a"), Payload.EMPTY, 0);
        assertThat(Envelope.sequence(second)).isEqualTo(2);
        assertThat(Envelope.sequence(again)).isEqualTo(1);
        assertThat(Envelope.epoch(second)).isEqualTo(Envelope.epoch(first));
        assertThat(Envelope.epoch(again)).isEqualTo(Envelope.epoch(first) + 1);
    }
}
