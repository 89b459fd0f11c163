package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPublisherTest {
    private final Memory memory = new Memory();
    private final Fanfare fanfare =
            memory.client().set("reconnect.min-backoff", "1ms").build();
    private final TypedChannel<String> orders = fanfare.channel("orders", String.class);

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    /** Subscribes, and waits until the server has confirmed. */
    private NotingSubscriber subscribed(Flow.Publisher<Delivery<String>> publisher, NotingSubscriber probe) {
        publisher.subscribe(probe);
        awaitReceivers(1);
        return probe;
    }

    private void awaitReceivers(long receivers) {
        await().until(() -> memory.receivers(Channel.of("orders")) == receivers);
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            orders.publish("m" + i).join();
        }
    }

    @Test
    void nothingIsHandedOverWithoutDemandAndNeverMoreThanIt() {
        NotingSubscriber probe = subscribed(orders.publisher(), new NotingSubscriber(0));
        publish(0, 5);
        NotingSubscriber witness = subscribed(orders.publisher(), new NotingSubscriber(5));
        publish(5, 10);
        await().until(() -> witness.count.get() == 5);
        assertThat(probe.signals).containsExactly("subscribed");
        probe.request(2);
        await().until(() -> probe.count.get() == 2);
        probe.request(1);
        await().until(() -> probe.count.get() == 3);
        assertThat(probe.signals).containsExactly("subscribed", "m0", "m1", "m2");
        probe.request(100);
        await().until(() -> probe.count.get() == 10);
        publish(10, 11);
        await().until(() -> probe.count.get() == 11);
        assertThat(probe.signals.subList(1, 12))
                .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10");
        assertThat(probe.threads.subList(1, 12)).allMatch(name -> name.contains("dispatch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordered", "inline"})
    void demandFromInsideOnNextGoesOnWithoutRecursion(String dispatcher) {
        NotingSubscriber probe = new NotingSubscriber(1);
        AtomicInteger depth = new AtomicInteger();
        probe.onNext = value -> {
            assertThat(depth.incrementAndGet()).isEqualTo(1);
            probe.request(1);
            depth.decrementAndGet();
        };
        subscribed(orders.publisher(settings -> settings.dispatcher(dispatcher)), probe);
        for (int i = 0; i < 3_000; i++) {
            orders.publishAndForget("m" + i);
        }
        await().until(() -> probe.count.get() == 3_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(probe.signals.get(i + 1)).isEqualTo("m" + i);
        }
        assertThat(probe.overlaps).hasValue(0);
    }

    @Test
    void demandAddsUpWithoutOverflow() {
        NotingSubscriber probe = new NotingSubscriber(subscription -> {
            subscription.request(Long.MAX_VALUE);
            subscription.request(Long.MAX_VALUE);
            subscription.request(1);
        });
        subscribed(orders.publisher(), probe);
        publish(0, 100);
        await().until(() -> probe.count.get() == 100);
        assertThat(probe.signals).hasSize(101);
    }

    @Test
    void concurrentDemandLosesNothingAndSignalsStaySerial() throws InterruptedException {
        NotingSubscriber probe = subscribed(orders.publisher(), new NotingSubscriber(0));
        int each = 2_000;
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    probe.request(1);
                }
            });
            threads[t].start();
        }
        for (int i = 0; i < 4 * each + 10; i++) {
            orders.publishAndForget("m" + i);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(() -> probe.count.get() == 4 * each);
        orders.publish("end").join();
        assertThat(probe.signals).hasSize(4 * each + 1);
        for (int i = 0; i < 4 * each; i++) {
            assertThat(probe.signals.get(i + 1)).isEqualTo("m" + i);
        }
        assertThat(probe.overlaps).hasValue(0);
    }

    @Test
    void withInlineMessagesThatWaitedComeOnTheRequestingThread() {
        NotingSubscriber probe =
                subscribed(orders.publisher(settings -> settings.dispatcher("inline")), new NotingSubscriber(0));
        publish(0, 3);
        probe.request(3);
        await().until(() -> probe.count.get() == 3);
        assertThat(probe.threads.get(1)).isEqualTo(Thread.currentThread().getName());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void demandBelowOneIsAnError(long demand) {
        NotingSubscriber probe = subscribed(orders.publisher(), new NotingSubscriber(10));
        probe.request(demand);
        assertThat(probe.error.join())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("request(" + demand + "): a demand is 1 or more");
        awaitReceivers(0);
        probe.request(5);
        probe.request(-1);
        assertThat(probe.signals).containsExactly("subscribed", "error");
    }

    @Test
    void demandBelowOneWithinOnSubscribeIsAnErrorAfterIt() {
        List<String> inside = new CopyOnWriteArrayList<>();
        NotingSubscriber[] self = new NotingSubscriber[1];
        self[0] = new NotingSubscriber(subscription -> {
            subscription.request(0);
            inside.addAll(self[0].signals);
        });
        orders.publisher().subscribe(self[0]);
        assertThat(self[0].error.join()).isInstanceOf(IllegalArgumentException.class);
        assertThat(inside).containsExactly("subscribed");
        assertThat(self[0].signals).containsExactly("subscribed", "error");
        assertThat(memory.receivers(Channel.of("orders"))).isZero();
    }

    @Test
    void cancellingIsIdempotentAndEndsTheServersSubscription() {
        NotingSubscriber probe = subscribed(orders.publisher(), new NotingSubscriber(1));
        probe.onNext = value -> probe.subscription.join().cancel();
        publish(0, 1);
        await().until(() -> probe.count.get() == 1);
        awaitReceivers(0);
        probe.subscription.join().cancel();
        probe.request(5);
        probe.request(-5);
        publish(1, 3);
        assertThat(probe.signals).containsExactly("subscribed", "m0");
    }

    @Test
    void cancellingInOnSubscribeSubscribesToNothing() {
        NotingSubscriber probe = new NotingSubscriber(Flow.Subscription::cancel);
        orders.publisher().subscribe(probe);
        assertThat(orders.publish("x").join()).isZero();
        assertThat(memory.faults.connections(Role.SUBSCRIBE)).isZero();
        assertThat(probe.signals).containsExactly("subscribed");
    }

    @Test
    void aSubscriberThatThrowsHasCancelled() {
        List<MessageFailure> failures = new CopyOnWriteArrayList<>();
        NotingSubscriber probe = new NotingSubscriber(10);
        probe.onNext = value -> {
            throw new IllegalStateException("boom");
        };
        subscribed(orders.publisher(settings -> settings.onError(failures::add)), probe);
        publish(0, 1);
        await().until(() -> failures.size() == 1);
        awaitReceivers(0);
        assertThat(probe.signals).containsExactly("subscribed", "m0");

        NotingSubscriber throwing = new NotingSubscriber(subscription -> {
            throw new IllegalStateException("boom");
        });
        orders.publisher().subscribe(throwing);
        assertThat(orders.publish("x").join()).isZero();
        assertThat(throwing.signals).containsExactly("subscribed");
    }

    @Test
    void noSubscriberIsRefused() {
        assertThatThrownBy(() -> orders.publisher().subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void closingTheClientCompletes() {
        NotingSubscriber probe = subscribed(orders.publisher(), new NotingSubscriber(1));
        fanfare.close();
        assertThat(probe.signals).containsExactly("subscribed", "complete");
        NotingSubscriber late = new NotingSubscriber(1);
        orders.publisher().subscribe(late);
        assertThat(code(late)).isEqualTo(ErrorCode.CLOSED);
        assertThat(late.signals).containsExactly("subscribed", "error");
    }

    @Test
    void aCloseDuringOnNextCompletesAfterIt() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        NotingSubscriber probe = new NotingSubscriber(5);
        probe.onNext = value -> {
            entered.countDown();
            boolean interrupted = true;
            while (interrupted) {
                try {
                    leave.await();
                    interrupted = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        };
        subscribed(orders.publisher(), probe);
        publish(0, 2);
        entered.await();
        Thread closing = new Thread(fanfare::close);
        closing.start();
        awaitReceivers(0);
        assertThat(probe.signals).containsExactly("subscribed", "m0");
        leave.countDown();
        closing.join();
        await().until(() -> probe.signals.size() == 3);
        assertThat(probe.signals).containsExactly("subscribed", "m0", "complete");
        assertThat(probe.overlaps).hasValue(0);
    }

    @Test
    void aRefusalIsAnError() {
        memory.faults.refuseSubscribing(Channel.of("orders"));
        NotingSubscriber probe = new NotingSubscriber(1);
        orders.publisher().subscribe(probe);
        assertThat(code(probe)).isEqualTo(ErrorCode.NO_PERMISSION);
        assertThat(probe.signals).containsExactly("subscribed", "error");
        Brittle brittle = new Brittle();
        brittle.lacking = Set.of(Capability.PAUSE);
        try (Fanfare unable = memory.client().transport(brittle).build()) {
            NotingSubscriber unsupported = new NotingSubscriber(1);
            unable.channel("orders", String.class)
                    .publisher(settings -> settings.overflow(OverflowPolicy.BLOCK))
                    .subscribe(unsupported);
            assertThat(code(unsupported)).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(unsupported.signals).containsExactly("subscribed", "error");
        }
    }

    @Test
    void withoutDemandTheOldestAreDroppedAndCounted() {
        NotingSubscriber probe =
                subscribed(orders.publisher(settings -> settings.queueMessages(3)), new NotingSubscriber(0));
        publish(0, 10);
        probe.request(10);
        await().until(() -> probe.count.get() == 3);
        assertThat(probe.signals).containsExactly("subscribed", "m7", "m8", "m9");
    }

    @Test
    void withoutDemandTheNewestAreDropped() {
        NotingSubscriber probe = subscribed(
                orders.publisher(settings -> settings.queueMessages(3).overflow(OverflowPolicy.DROP_NEWEST)),
                new NotingSubscriber(0));
        publish(0, 10);
        probe.request(10);
        await().until(() -> probe.count.get() == 3);
        assertThat(probe.signals).containsExactly("subscribed", "m0", "m1", "m2");
    }

    @Test
    void withoutDemandTheSubscriptionEnds() {
        NotingSubscriber probe = subscribed(
                orders.publisher(settings -> settings.queueMessages(3).overflow(OverflowPolicy.END)),
                new NotingSubscriber(0));
        publish(0, 4);
        assertThat(code(probe)).isEqualTo(ErrorCode.QUEUE_OVERFLOW);
        awaitReceivers(0);
        assertThat(probe.signals).containsExactly("subscribed", "error");
    }

    @Test
    void aGapKeepsItsPlaceAmongTheMessages() {
        NotingSubscriber probe = new NotingSubscriber(0);
        subscribed(orders.publisher(settings -> settings.onGap(gap -> probe.signals.add("gap"))), probe);
        publish(0, 1);
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> orders.publish("after").join() == 1);
        assertThat(probe.signals).containsExactly("subscribed");
        probe.request(1);
        await().until(() -> probe.signals.contains("gap"));
        assertThat(probe.signals).containsExactly("subscribed", "m0", "gap");
        probe.request(1);
        await().until(() -> probe.count.get() == 2);
        assertThat(probe.signals).containsExactly("subscribed", "m0", "gap", "after");
    }

    @Test
    void whatCannotBeDecodedUsesNoDemand() {
        List<MessageFailure> failures = new CopyOnWriteArrayList<>();
        NotingSubscriber probe =
                subscribed(orders.publisher(settings -> settings.onError(failures::add)), new NotingSubscriber(1));
        try (Fanfare raw = memory.client().codec("bytes").build()) {
            raw.channel("orders", byte[].class)
                    .publish(new byte[] {(byte) 0xff})
                    .join();
        }
        publish(0, 1);
        await().until(() -> probe.count.get() == 1);
        assertThat(failures).hasSize(1);
    }

    private static ErrorCode code(NotingSubscriber probe) {
        return ((PubSubException) probe.error.join()).code();
    }
}
