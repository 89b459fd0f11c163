package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.Channel;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One queue of two subscriptions, above all under the policy block. */
class JoinedQueueTest {
    private static final QueueLimits LIMITS = new QueueLimits(4, 1000, OverflowPolicy.BLOCK);

    private final Memory memory = new Memory();
    private final Fanfare fanfare =
            memory.client().set("reconnect.min-backoff", "1ms").build();
    private final EventBus bus = fanfare.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    /** Turns are taken by hand. */
    private static final class ByHand implements Dispatcher {
        final ArrayDeque<BoundedQueue> ready = new ArrayDeque<>();

        @Override
        public Set<OverflowPolicy> overflowPolicies() {
            return EnumSet.allOf(OverflowPolicy.class);
        }

        @Override
        public DispatchQueue open(QueueLimits limits, DispatchTarget target) {
            return new OrderedQueue(limits, target, new ByteBudget(1000), ready::add, closed -> {});
        }

        void runTurns() {
            while (!ready.isEmpty()) {
                ready.remove().deliver();
            }
        }

        @Override
        public void close() {}
    }

    private static final class Noting implements DispatchTarget {
        final List<String> told = new ArrayList<>();

        @Override
        public void deliver(List<Message> messages) {
            messages.forEach(message -> told.add(message.payload().toText()));
        }

        @Override
        public void full() {
            told.add("full");
        }

        @Override
        public void drained() {
            told.add("drained");
        }
    }

    @Test
    void aSubscriptionThatJoinsAFullQueueIsToldSo() {
        ByHand byHand = new ByHand();
        DispatcherOptions options = DispatcherOptions.of(1, "x");
        JoinedQueue joined = new JoinedQueue(Channel.of("one"));
        Noting one = new Noting();
        Noting two = new Noting();
        DispatchQueue first = joined.open(byHand, options, LIMITS, one);
        first.offer(Queues.on("one", "1", "2", "3", "4"));
        DispatchQueue second = joined.open(byHand, options, LIMITS, two);
        assertThat(one.told).containsExactly("full");
        assertThat(two.told).containsExactly("full");
        second.offer(Queues.on("two", "5"));
        byHand.runTurns();
        assertThat(one.told).containsExactly("full", "1", "2", "3", "4", "drained");
        assertThat(two.told).containsExactly("full", "5", "drained");
    }

    @Test
    void reactionsThatAreSetLateHearThatTheQueueIsFull() {
        SubscriptionTarget<String> target = new SubscriptionTarget<>(
                Channel.of("c"),
                new TypedCodec<>("string", new StringCodecProvider().codec(TypeRef.of(String.class))),
                new Handling.Single<>(delivery -> {}),
                null,
                null,
                new PubSubObserver() {},
                null);
        List<String> told = new ArrayList<>();
        target.full();
        target.onPressure(() -> told.add("pause"), () -> told.add("resume"));
        target.drained();
        target.onPressure(() -> told.add("pause"), () -> told.add("resume"));
        assertThat(told).containsExactly("pause", "resume");
    }

    @Test
    void blockPausesBothConnectionsAndLosesNothing() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Subscription subscription = bus.on(
                "x",
                String.class,
                event -> {
                    overlaps.addAndGet(inside.getAndIncrement());
                    entered.countDown();
                    leave.await();
                    seen.add(event.value());
                    inside.decrementAndGet();
                },
                settings -> settings.queueMessages(10).overflow(OverflowPolicy.BLOCK));
        subscription.ready().join();
        assertThat(memory.faults.connections(Role.SUBSCRIBE)).isEqualTo(2);
        bus.emit("x", "first").join();
        entered.await();
        for (int i = 0; i < 3_000; i++) {
            bus.emit("x", "t" + i).join();
            bus.broadcast("x", "b" + i).join();
        }
        int reads = 512;
        assertThat(subscription.queue().messages()).isLessThanOrEqualTo(10 + 2 * reads);
        leave.countDown();
        await().until(() -> seen.size() == 6_001);
        assertThat(seen.stream().filter(value -> value.startsWith("t")))
                .startsWith("t0", "t1")
                .endsWith("t2999");
        assertThat(seen.stream().filter(value -> value.startsWith("b")))
                .startsWith("b0", "b1")
                .endsWith("b2999");
        assertThat(overlaps).hasValue(0);
        assertThat(subscription.queue().dropped()).isZero();
        subscription.unsubscribe().join();
        await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 0);
    }

    @Test
    void closingWhileBothArePausedClosesBothConnections() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Subscription subscription = bus.on(
                "x",
                String.class,
                event -> {
                    entered.countDown();
                    leave.await();
                },
                settings -> settings.queueMessages(1).overflow(OverflowPolicy.BLOCK));
        subscription.ready().join();
        bus.emit("x", "1").join();
        entered.await();
        for (int i = 0; i < 5; i++) {
            bus.emit("x", "t").join();
            bus.broadcast("x", "b").join();
        }
        subscription.close();
        await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 0);
        subscription.ended().join();
        leave.countDown();
    }

    @Test
    void drainingDeliversWhatBothConnectionsHold() {
        CompletableFuture<Void> leave = new CompletableFuture<>();
        Subscription subscription = bus.on(
                "x",
                String.class,
                event -> {
                    leave.join();
                    seen.add(event.value());
                },
                settings -> settings.queueMessages(4).overflow(OverflowPolicy.BLOCK));
        subscription.ready().join();
        for (int i = 0; i < 1_000; i++) {
            bus.emit("x", "t" + i).join();
            bus.broadcast("x", "b" + i).join();
        }
        CompletableFuture<DrainReport> drain =
                CompletableFuture.supplyAsync(() -> fanfare.drain(Duration.ofMinutes(10)));
        leave.complete(null);
        assertThat(drain.join().complete()).isTrue();
        assertThat(seen).hasSize(2_000);
    }
}
