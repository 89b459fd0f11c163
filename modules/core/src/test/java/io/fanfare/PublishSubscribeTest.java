package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishSubscribeTest {
    private final Memory memory = new Memory();
    private final Fanfare fanfare = memory.client().build();
    private final TypedChannel<String> orders = fanfare.channel("orders", String.class);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    @Test
    void deliversWhatIsPublishedInOrder() {
        orders.onMessage(seen::add).subscribe().ready().join();
        for (int i = 0; i < 10_000; i++) {
            orders.publishAndForget("m" + i);
        }
        assertThat(orders.publish("last").join()).isEqualTo(1);
        await().until(() -> seen.size() == 10_001);
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.get(i)).isEqualTo("m" + i);
        }
    }

    @Test
    void handlersOfOneTopicShareOneServerSubscription() {
        orders.onMessage(seen::add).subscribe().ready().join();
        orders.onMessage(seen::add).subscribe().ready().join();
        assertThat(orders.publish("x").join()).as("receivers").isEqualTo(1);
        await().until(() -> seen.size() == 2);
    }

    @Test
    void aSubscriptionWithItsOwnConnectionIsOneReceiverMore() {
        orders.onMessage(seen::add).subscribe().ready().join();
        Subscription own = orders.onMessage(seen::add).ownConnection().subscribe();
        own.ready().join();
        assertThat(orders.publish("x").join()).isEqualTo(2);
        own.unsubscribe().join();
        await().until(() -> orders.publish("y").join() == 1);
    }

    @Test
    void aPatternTellsTheChannelOfEachMessage() {
        List<String> channels = Collections.synchronizedList(new ArrayList<>());
        fanfare.pattern("ord*", String.class)
                .onDelivery(delivery -> channels.add(delivery.channel() + "=" + delivery.value()))
                .subscribe()
                .ready()
                .join();
        orders.publish("1").join();
        fanfare.channel("ordinary", String.class).publish("2").join();
        fanfare.channel("other", String.class).publish("3").join();
        await().until(() -> channels.size() == 2);
        assertThat(channels).containsExactly("orders=1", "ordinary=2");
    }

    @Test
    void unsubscribingStopsDeliveryAndOnlyTheLastHandlerEndsTheServersSubscription() {
        Subscription first = orders.onMessage(seen::add).subscribe();
        Subscription second = orders.onMessage(message -> {}).subscribe();
        first.ready().join();
        second.ready().join();
        first.unsubscribe().join();
        assertThat(orders.publish("x").join()).isEqualTo(1);
        second.unsubscribe().join();
        assertThat(orders.publish("y").join()).isZero();
        assertThat(seen).isEmpty();
        second.unsubscribe().join();
        second.ended().join();
    }

    @Test
    void subscribingAgainAfterUnsubscribingWorks() {
        for (int i = 0; i < 100; i++) {
            Subscription subscription = orders.onMessage(seen::add).subscribe();
            subscription.ready().join();
            assertThat(orders.publish("m").join()).isEqualTo(1);
            subscription.close();
        }
        Subscription last = orders.onMessage(message -> seen.add("end")).subscribe();
        last.ready().join();
        assertThat(orders.publish("m").join()).isEqualTo(1);
        await().until(() -> seen.contains("end"));
    }

    @Test
    void aThrowingHandlerReachesItsErrorHandlerAndNobodyElse() {
        List<MessageFailure> failures = Collections.synchronizedList(new ArrayList<>());
        orders.onMessage(message -> {
                    throw new IllegalStateException("boom " + message);
                })
                .onError(failures::add)
                .subscribe()
                .ready()
                .join();
        orders.onMessage(seen::add).subscribe().ready().join();
        orders.publish("1").join();
        orders.publish("2").join();
        await().until(() -> seen.size() == 2 && failures.size() == 2);
        MessageFailure failure = failures.get(0);
        assertThat(failure.code()).isEqualTo(ErrorCode.HANDLER_FAILED);
        assertThat(failure.codec()).isEqualTo("string");
        assertThat(failure.rejected().payload().toText()).isEqualTo("1");
        assertThat(failure)
                .hasMessage("HANDLER_FAILED: a handler threw (topic orders, channel orders, codec string, 1 bytes): "
                        + "java.lang.IllegalStateException: boom 1");
    }

    @Test
    void aMalformedPayloadReachesTheErrorHandlerAndTheNextMessageTheHandler() {
        List<MessageFailure> failures = Collections.synchronizedList(new ArrayList<>());
        orders.onMessage(seen::add).onError(failures::add).subscribe().ready().join();
        try (Fanfare raw = memory.client().codec("bytes").build()) {
            var bytes = raw.channel("orders", byte[].class);
            bytes.publish(new byte[] {(byte) 0xff}).join();
            bytes.publish(new byte[] {'o', 'k'}).join();
        }
        await().until(() -> seen.size() == 1);
        assertThat(seen).containsExactly("ok");
        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.DECODE_FAILED);
            assertThat(failure.rejected().payload().toByteArray()).containsExactly(0xff);
        });
    }

    @Test
    void aHandlerThatBlocksDelaysItselfAlone() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        orders.onMessage(message -> {
                    blocked.countDown();
                    release.await();
                })
                .subscribe()
                .ready()
                .join();
        orders.onMessage(seen::add).subscribe().ready().join();
        orders.publish("1").join();
        blocked.await();
        orders.publish("2").join();
        await().until(() -> seen.size() == 2);
        release.countDown();
    }

    @Test
    void inlineHandlersRunOnTheReadingThread() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        orders.onMessage(message -> thread.complete(Thread.currentThread().getName()))
                .dispatcher("inline")
                .subscribe()
                .ready()
                .join();
        orders.publish("x").join();
        assertThat(thread.join()).startsWith("fanfare-memory");
    }

    @Test
    void stagesCompleteOffTheReadingThread() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        orders.publish("x")
                .thenAccept(count -> thread.complete(Thread.currentThread().getName()))
                .join();
        assertThat(thread.join()).doesNotContain("memory");
    }

    @Test
    void aRefusedPublishFailsAlone() {
        memory.faults.refusePublishing(Channel.of("secret"));
        CompletableFuture<Long> refused =
                fanfare.channel("secret", String.class).publish("x");
        assertThat(orders.publish("y").join()).isZero();
        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_PERMISSION));
    }

    @Test
    void aRefusedSubscriptionFailsAlone() {
        memory.faults.refuseSubscribing(Channel.of("secret"));
        Subscription refused =
                fanfare.channel("secret", String.class).onMessage(seen::add).subscribe();
        orders.onMessage(seen::add).subscribe().ready().join();
        assertThatThrownBy(() -> refused.ready().join())
                .cause()
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_PERMISSION));
        orders.publish("x").join();
        await().until(() -> seen.size() == 1);
    }

    @Test
    void encodingFailuresAreThrownToThePublisher() {
        assertThatThrownBy(() -> orders.publish("\ud800"))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENCODE_FAILED));
    }
}
