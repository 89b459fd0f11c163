package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SlowConsumer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The dispatchers and policies in a client over the transport memory. */
class DispatchersTest {
    private final Memory memory = new Memory();
    private final CompletableFuture<Void> release = new CompletableFuture<>();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        release.complete(null);
        memory.close();
    }

    private static void publish(Fanfare fanfare, String channel, int count) {
        var typed = fanfare.channel(channel, String.class);
        CompletableFuture.allOf(IntStream.range(0, count)
                        .mapToObj(i -> typed.publish(String.valueOf(i)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Test
    void threeBlockedHandlersOnTwoThreadsDoNotStallAFourth() {
        try (Fanfare fanfare = memory.client().set("dispatch.threads", "2").build()) {
            AtomicInteger blocked = new AtomicInteger();
            for (String channel : List.of("a", "b", "c")) {
                fanfare.channel(channel, String.class)
                        .onMessage(message -> {
                            blocked.incrementAndGet();
                            release.join();
                        })
                        .subscribe()
                        .ready()
                        .join();
                publish(fanfare, channel, 1);
            }
            await().until(() -> blocked.get() == 3);
            fanfare.channel("d", String.class)
                    .onMessage(seen::add)
                    .subscribe()
                    .ready()
                    .join();
            publish(fanfare, "d", 1000);
            await().until(() -> seen.size() == 1000);
            assertThat(seen).isEqualTo(numbers(1000));
            release.complete(null);
        }
    }

    @Test
    void blockLosesNothingOfAStalledHandler() {
        int limit = 100;
        int count = 20_000;
        try (Fanfare fanfare = memory.client().build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription slow = orders.onMessage(message -> {
                        release.join();
                        seen.add(message);
                    })
                    .queueMessages(limit)
                    .overflow(OverflowPolicy.BLOCK)
                    .subscribe();
            slow.ready().join();
            AtomicInteger other = new AtomicInteger();
            orders.onMessage(message -> other.incrementAndGet())
                    .subscribe()
                    .ready()
                    .join();
            assertThat(memory.faults.connections(PubSubObserver.Role.SUBSCRIBE)).isEqualTo(2);
            publish(fanfare, "orders", count);
            await().until(() -> other.get() == count);
            assertThat(slow.queue().received())
                    .as("what was read before the pause")
                    .isBetween((long) limit, 4L * 512 + limit);
            release.complete(null);
            await().until(() -> seen.size() == count);
            assertThat(seen).isEqualTo(numbers(count));
            assertThat(slow.queue().dropped()).isZero();
        }
    }

    @Test
    void aBlockedSubscriptionCanEndAndGoesOnAfterALoss() {
        try (Fanfare fanfare = memory.client().build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription slow = orders.onMessage(message -> {
                        release.join();
                        seen.add(message);
                    })
                    .onGap(gap -> seen.add("gap"))
                    .queueMessages(2)
                    .overflow(OverflowPolicy.BLOCK)
                    .subscribe();
            slow.ready().join();
            Subscription stalled = orders.onMessage(message -> release.join())
                    .queueMessages(2)
                    .overflow(OverflowPolicy.BLOCK)
                    .subscribe();
            stalled.ready().join();
            publish(fanfare, "orders", 100);
            await().until(() -> stalled.queue().received() >= 3 && slow.queue().received() >= 3);
            stalled.unsubscribe().join();
            memory.faults.cut(PubSubObserver.Role.SUBSCRIBE);
            release.complete(null);
            await().until(() -> seen.contains("gap"));
            orders.publish("after").join();
            await().until(() -> seen.contains("after"));
        }
    }

    @Test
    void blockNeedsATransportThatCanPause() {
        Brittle brittle = new Brittle();
        brittle.lacking = EnumSet.of(Capability.PAUSE);
        try (Fanfare fanfare = memory.client().transport(brittle).build()) {
            var builder =
                    fanfare.channel("orders", String.class).onMessage(seen::add).overflow(OverflowPolicy.BLOCK);
            assertThatThrownBy(builder::subscribe)
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining("block");
        }
    }

    @Test
    void anObserverHearsOfASlowHandlerOnce() {
        List<SlowConsumer> episodes = Collections.synchronizedList(new ArrayList<>());
        PubSubObserver observer = new PubSubObserver() {
            @Override
            public void slowConsumer(SlowConsumer episode) {
                episodes.add(episode);
            }
        };
        try (Fanfare fanfare = memory.client().observer(observer).build()) {
            Subscription slow = fanfare.channel("orders", String.class)
                    .onMessage(message -> release.join())
                    .queueMessages(100)
                    .subscribe();
            slow.ready().join();
            publish(fanfare, "orders", 5000);
            await().until(() -> slow.queue().received() == 5000);
            assertThat(episodes).isEmpty();
            release.complete(null);
            await().until(() -> !episodes.isEmpty());
            assertThat(episodes).hasSize(1);
            SlowConsumer episode = episodes.get(0);
            assertThat(episode.topic()).isEqualTo(slow.topic());
            assertThat(episode.worstMessages()).isEqualTo(100);
            assertThat(episode.dropped()).isEqualTo(slow.queue().dropped()).isPositive();
            assertThat(episode.end()).isAfterOrEqualTo(episode.start());
        }
    }

    @Test
    void concurrentRunsAsManyHandlersOfASubscriptionAsItMay() {
        try (Fanfare fanfare = memory.client()
                .dispatcher("concurrent")
                .set("dispatch.threads", "8")
                .set("dispatch.per-subscription", "3")
                .build()) {
            CyclicBarrier three = new CyclicBarrier(3);
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            fanfare.channel("orders", String.class)
                    .onMessage(message -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        three.await();
                        running.decrementAndGet();
                        seen.add(message);
                    })
                    .onGap(gap -> seen.add("gap after " + seen.size()))
                    .subscribe()
                    .ready()
                    .join();
            publish(fanfare, "orders", 300);
            await().until(() -> seen.size() == 300);
            assertThat(most.get()).isEqualTo(3);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(numbers(300));
            memory.faults.cut(PubSubObserver.Role.SUBSCRIBE);
            await().until(() -> seen.contains("gap after 300"));
        }
    }

    @Test
    void virtualRunsEachSubscriptionInOrderOnAVirtualThreadOrIsRefused() {
        int jdk = Runtime.version().feature();
        FanfareBuilder builder = memory.client().dispatcher("virtual").set("dispatch.threads", "1");
        if (jdk < 21) {
            assertThatThrownBy(builder::build)
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE))
                    .hasMessageContaining("virtual threads need JDK 21 or newer, and this is JDK " + jdk);
            assertThatThrownBy(() -> new VirtualDispatcherProvider().open(1, "fanfare-test-"))
                    .hasMessageContaining("PROVIDER_UNAVAILABLE");
            return;
        }
        try (Fanfare fanfare = builder.build()) {
            int blocked = 200;
            CountDownLatch inside = new CountDownLatch(blocked);
            for (int i = 0; i < blocked; i++) {
                fanfare.channel("b" + i, String.class)
                        .onMessage(message -> {
                            inside.countDown();
                            release.join();
                        })
                        .subscribe()
                        .ready()
                        .join();
                publish(fanfare, "b" + i, 1);
            }
            await().until(() -> inside.getCount() == 0);
            Set<String> threads = Collections.synchronizedSet(new java.util.HashSet<>());
            fanfare.channel("orders", String.class)
                    .onMessage(message -> {
                        threads.add(Thread.currentThread().toString());
                        seen.add(message);
                    })
                    .subscribe()
                    .ready()
                    .join();
            publish(fanfare, "orders", 1000);
            await().until(() -> seen.size() == 1000);
            assertThat(seen).isEqualTo(numbers(1000));
            assertThat(threads).allMatch(name -> name.startsWith("VirtualThread["));
            release.complete(null);
        }
    }

    @Test
    void aBatchHandlerGetsWhatWaitedAndOneBadMessageHarmsNoOther() {
        try (Fanfare fanfare = memory.client().codec(new Picky()).build()) {
            List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
            List<String> failures = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Void> first = new CompletableFuture<>();
            var orders = fanfare.channel("orders", String.class);
            Subscription subscription = orders.onBatch(deliveries -> {
                        batches.add(deliveries.stream().map(Delivery::value).toList());
                        first.complete(null);
                        release.join();
                        if (deliveries.get(0).value().equals("throw")) {
                            throw new IllegalStateException("expected by the test");
                        }
                    })
                    .onError(failure -> failures.add(
                            failure.code() + " " + failure.rejected().payload().toText()))
                    .subscribe();
            subscription.ready().join();
            orders.publish("0").join();
            first.join();
            for (String value : List.of("1", "bad", "2")) {
                orders.publish(value).join();
            }
            await().until(() -> subscription.queue().messages() == 3);
            release.complete(null);
            await().until(() -> batches.size() == 2);
            assertThat(batches).containsExactly(List.of("0"), List.of("1", "2"));
            assertThat(failures).containsExactly("DECODE_FAILED bad");
            orders.publish("throw").join();
            orders.publish("3").join();
            await().until(() -> batches.stream().flatMap(List::stream).anyMatch("3"::equals));
            await().until(() -> failures.contains("HANDLER_FAILED throw"));
        }
    }
}
