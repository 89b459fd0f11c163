package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come on several threads at a time, from this client and from others. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // what is emitted is awaited by what it causes
class ShortCutOrderTest implements PubSubObserver {
    private final Memory memory = new Memory();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Fanfare fanfare = client().observer(this).build();
    private final EventBus bus = fanfare.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().set("envelope", "on").set("bus.local-shortcut", "true");
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        dropped.incrementAndGet();
    }

    private void handle(String value) {
        overlaps.addAndGet(inside.getAndIncrement());
        seen.add(value);
        inside.decrementAndGet();
    }

    private static SubscriptionBuilder<String> inline(SubscriptionBuilder<String> settings) {
        return settings.dispatcher("inline");
    }

    private static void startAndJoin(List<Thread> threads) throws InterruptedException {
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordered", "inline"})
    void eachThreadsEventsComeInOrderOnceAndOneAtATime(String dispatcher) throws InterruptedException {
        long each = 2_000;
        Subscription subscription =
                bus.on("x", String.class, event -> handle(event.value()), settings -> settings.dispatcher(dispatcher));
        subscription.ready().join();
        try (Fanfare other = client().build()) {
            EventBus theirs = other.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String source = "s" + t;
                EventBus from = t < 3 ? bus : theirs;
                boolean all = t == 1;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        if (all) {
                            from.broadcast("x", source + " " + i);
                        } else {
                            from.emit("x", source + " " + i);
                        }
                    }
                }));
            }
            startAndJoin(threads);
            await().until(() -> seen.size() == 4 * each);
            await().until(() -> subscription.integrity().enveloped() == 4 * each);
        }
        assertThat(subscription.queue().received()).isEqualTo(4 * each);
        assertThat(subscription.integrity().lost()).isZero();
        Map<String, Integer> next = new HashMap<>();
        for (String value : seen) {
            int space = value.indexOf(' ');
            assertThat(Integer.parseInt(value.substring(space + 1)))
                    .isEqualTo(next.merge(value.substring(0, space), 1, Integer::sum) - 1);
        }
        assertThat(overlaps).hasValue(0);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void inlineHandlersRunOnTheEmittingThreadAndDoNotNest() {
        int count = 20_000;
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        bus.on(
                        "x",
                        String.class,
                        event -> {
                            threads.add(Thread.currentThread().getName());
                            handle(event.value());
                            if (seen.size() < count) {
                                bus.emit("x", "" + seen.size());
                            }
                        },
                        ShortCutOrderTest::inline)
                .ready()
                .join();
        bus.emit("x", "0");
        await().until(() -> seen.size() == count);
        assertThat(threads).containsOnly(Thread.currentThread().getName());
        assertThat(overlaps).hasValue(0);
        for (int i = 0; i < count; i++) {
            assertThat(seen.get(i)).isEqualTo("" + i);
        }
    }

    @Test
    void inlineHandlersThatEmitToEachOtherOnSeveralThreadsDoNotLockEachOther() throws InterruptedException {
        int rounds = 2_000;
        CyclicBarrier bothInside = new CyclicBarrier(2);
        AtomicInteger crossed = new AtomicInteger();
        for (String name : List.of("x", "y")) {
            String other = name.equals("x") ? "y" : "x";
            bus.on(
                            name,
                            String.class,
                            event -> {
                                if (event.value().equals("meet")) {
                                    bothInside.await();
                                }
                                if (event.value().equals("back")) {
                                    crossed.incrementAndGet();
                                } else {
                                    bus.emit(other, "back");
                                }
                            },
                            ShortCutOrderTest::inline)
                    .ready()
                    .join();
        }
        List<Thread> threads = new ArrayList<>();
        for (String name : List.of("x", "y")) {
            threads.add(new Thread(() -> {
                bus.emit(name, "meet");
                for (int i = 1; i < rounds; i++) {
                    bus.emit(name, "go");
                }
            }));
        }
        startAndJoin(threads);
        await().until(() -> crossed.get() == 2 * rounds);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void whatIsLeftToAHandlerThatBlocksIsBoundedAndCounted() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Subscription subscription = bus.on(
                "x",
                String.class,
                event -> {
                    entered.countDown();
                    leave.await();
                    handle(event.value());
                },
                settings -> settings.dispatcher("inline").queueMessages(5));
        subscription.ready().join();
        Thread blocked = new Thread(() -> bus.emit("x", "first"));
        blocked.start();
        entered.await();
        for (int i = 0; i < 12; i++) {
            bus.emit("x", "" + i);
        }
        assertThat(dropped).hasValue(7);
        assertThat(subscription.queue().messages()).isEqualTo(5);
        assertThat(subscription.queue().dropped()).isEqualTo(7);
        leave.countDown();
        blocked.join();
        assertThat(seen).containsExactly("first", "0", "1", "2", "3", "4");
        assertThat(subscription.queue().received()).isEqualTo(13);
    }

    @Test
    void listenersThatComeAndGoMissNothingOnceReadyAndHearNothingTwice() throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        AtomicInteger emitted = new AtomicInteger();
        Thread emitting = new Thread(() -> {
            while (stop.getCount() > 0) {
                bus.emit("x", "" + emitted.get()).join();
                emitted.incrementAndGet();
            }
        });
        emitting.start();
        for (int round = 0; round < 60; round++) {
            List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
            Subscription subscription = bus.on(
                    round % 2 == 0 ? "x" : "?", String.class, event -> heard.add(Integer.valueOf(event.value())));
            subscription.ready().join();
            int from = emitted.get() + 1;
            await().pollInterval(Duration.ofMillis(1)).until(() -> heard.contains(from + 5));
            subscription.close();
            List<Integer> all = List.copyOf(heard);
            assertThat(all).doesNotHaveDuplicates();
            assertThat(all).contains(from, from + 1, from + 2, from + 3, from + 4, from + 5);
        }
        stop.countDown();
        emitting.join();
        await().until(() -> memory.receivers(Channel.of("t:x")) == 0);
    }
}
