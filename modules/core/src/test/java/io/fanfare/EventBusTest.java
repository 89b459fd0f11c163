package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // what handlers emit is awaited by what it causes
class EventBusTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Memory memory = new Memory();
    private final Fanfare fanfare = memory.client()
            .channelPrefix("app[1]:")
            .set("reconnect.min-backoff", "1ms")
            .build();
    private final EventBus bus = fanfare.eventBus();
    private final List<Event<String>> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    @Test
    void handlersHearTheirEventsAndWildcardsTheNames() {
        List<Event<String>> all = new CopyOnWriteArrayList<>();
        bus.on("order.paid", String.class, seen::add).ready().join();
        bus.on("order.*", String.class, all::add).ready().join();
        assertThat(bus.emit("order.paid", "1").join()).isEqualTo(2);
        bus.emit("order.item.sent", "2").join();
        bus.broadcast("other", "3").join();
        bus.broadcast("order.paid", "4").join();
        await().until(() -> all.size() == 3 && seen.size() == 2);
        assertThat(all)
                .containsExactly(
                        new Event<>("order.paid", "1"),
                        new Event<>("order.item.sent", "2"),
                        new Event<>("order.paid", "4"));
        assertThat(seen).containsExactly(new Event<>("order.paid", "1"), new Event<>("order.paid", "4"));
    }

    @Test
    void aMemberHearsWhatIsTargetedAtItAndWhatIsBroadcastInOneQueue() {
        EventBus member = fanfare.eventBus(ChannelMapping.prefix("targeted:[7]:"), ChannelMapping.prefix("broadcast:"));
        List<String> wire = new CopyOnWriteArrayList<>();
        fanfare.pattern("*", String.class)
                .onDelivery(delivery -> wire.add(delivery.channel().toString()))
                .subscribe()
                .ready()
                .join();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Subscription subscription = member.on("job.*", String.class, event -> {
            overlaps.addAndGet(inside.getAndIncrement());
            seen.add(event);
            inside.decrementAndGet();
        });
        subscription.ready().join();
        for (int i = 0; i < 1_000; i++) {
            member.emit("job.start", "mine").join();
            member.broadcast("job.stop", "all").join();
        }
        fanfare.eventBus(ChannelMapping.prefix("targeted:8:"))
                .emit("job.start", "other")
                .join();
        await().until(() -> seen.size() == 2_000 && wire.size() == 2_001);
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.get(2 * i)).isEqualTo(new Event<>("job.start", "mine"));
            assertThat(seen.get(2 * i + 1)).isEqualTo(new Event<>("job.stop", "all"));
        }
        assertThat(overlaps).hasValue(0);
        assertThat(wire).contains("targeted:[7]:job.start", "broadcast:job.stop", "targeted:8:job.start");
        assertThat(subscription.queue().received()).isEqualTo(2_000);
        subscription.unsubscribe().join();
        subscription.ended().join();
        assertThat(member.broadcast("job.stop", "x").join())
                .as("the observing pattern")
                .isEqualTo(1);
    }

    @Test
    void aRefusalOfOneOfTwoChannelsEndsBoth() {
        memory.faults.refuseSubscribing(Channel.of("app[1]:b:x"));
        EventBus two = fanfare.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
        Subscription subscription = two.on("x", String.class, seen::add);
        fails(subscription.ready(), ErrorCode.NO_PERMISSION);
        fails(subscription.ended(), ErrorCode.NO_PERMISSION);
        await().until(() -> memory.receivers(Channel.of("app[1]:t:x")) == 0);
    }

    @Test
    void theEndOfASharedQueueEndsBoth() throws InterruptedException {
        EventBus two = fanfare.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Subscription subscription = two.on(
                "x",
                String.class,
                event -> {
                    entered.countDown();
                    leave.await();
                },
                settings -> settings.queueMessages(1).overflow(OverflowPolicy.END));
        subscription.ready().join();
        two.broadcast("x", "1").join();
        entered.await();
        two.broadcast("x", "2").join();
        two.emit("x", "3").join();
        fails(subscription.ended(), ErrorCode.QUEUE_OVERFLOW);
        leave.countDown();
        await().until(() -> memory.receivers(Channel.of("app[1]:b:x")) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.*", "a?", "[ab]", "a\\"})
    void nothingIsEmittedUnderAWildcard(String name) {
        assertThatThrownBy(() -> bus.emit(name, "x"))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
    }

    @Test
    void onceHandlesExactlyOneHoweverManyCome() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            String name = "round" + round;
            AtomicInteger handled = new AtomicInteger();
            Subscription once = bus.once(name, String.class, event -> handled.incrementAndGet());
            once.ready().join();
            Thread[] threads = new Thread[4];
            for (int t = 0; t < threads.length; t++) {
                threads[t] = new Thread(() -> bus.emit(name, "x").join());
                threads[t].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            once.ended().join();
            await().until(() -> handled.get() == 1);
            assertThat(bus.emit(name, "late").join()).isZero();
            assertThat(handled).hasValue(1);
        }
    }

    @Test
    void oneEventIsTakenByOneOfManyThreads() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        OneEvent<String> one = new OneEvent<>(event -> handled.incrementAndGet());
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        one.handle(new Event<>("x", "y"));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(handled).hasValue(1);
    }

    @Test
    void waitsForTheWantedEvent() {
        bus.on("ping", String.class, event -> bus.emit("pong", event.value().length() == 1 ? "no" : "yes"))
                .ready()
                .join();
        Event<String> pong = bus.waitFor(
                        "p[o]ng", String.class, event -> event.value().equals("yes"), LONG, () -> {
                            bus.emit("ping", "1");
                            bus.emit("ping", "22");
                        })
                .join();
        assertThat(pong).isEqualTo(new Event<>("pong", "yes"));
        leavesNothing(Channel.of("app[1]:p[o]ng"));
    }

    @Test
    void waitingEndsWithNumbersAndLeavesNothing() {
        try (Fanfare raw =
                memory.client().channelPrefix("app[1]:").codec("bytes").build()) {
            var waiting = bus.waitFor("x", String.class, event -> false, Duration.ofSeconds(1), () -> {
                raw.channel("x", byte[].class).publish(new byte[] {(byte) 0xff});
                bus.emit("x", "1");
                bus.emit("x", "2");
            });
            assertThat(fails(waiting, ErrorCode.TIMEOUT))
                    .hasMessageMatching(
                            "TIMEOUT: no wanted event x came \\(2 others did, and 1 that could not be decoded"
                                    + "\\) within 1000 ms; the subscription was confirmed, the client is \\w+");
        }
        leavesNothing(Channel.of("app[1]:x"));
    }

    @Test
    void waitingLeavesNothingWhenCancelledRefusedOrFailed() {
        CompletableFuture<Event<String>> cancelled = bus.waitFor("x", String.class, event -> true, LONG);
        await().until(() -> memory.receivers(Channel.of("app[1]:x")) == 1);
        cancelled.cancel(false);
        leavesNothing(Channel.of("app[1]:x"));

        var throwing = bus.waitFor(
                "x",
                String.class,
                event -> {
                    throw new IllegalStateException("boom");
                },
                LONG,
                () -> bus.emit("x", "1"));
        fails(throwing, ErrorCode.HANDLER_FAILED);
        leavesNothing(Channel.of("app[1]:x"));

        var throwingWhenReady = bus.waitFor("x", String.class, event -> true, LONG, () -> {
            throw new IllegalStateException("boom");
        });
        fails(throwingWhenReady, ErrorCode.HANDLER_FAILED);
        leavesNothing(Channel.of("app[1]:x"));

        memory.faults.refuseSubscribing(Channel.of("app[1]:secret"));
        fails(bus.waitFor("secret", String.class, event -> true, LONG), ErrorCode.NO_PERMISSION);
    }

    @Test
    void closingTheClientEndsTheWaiting() {
        CompletableFuture<Event<String>> waiting = bus.waitFor("x", String.class, event -> true, LONG);
        fanfare.close();
        fails(waiting, ErrorCode.CLOSED);
        fails(bus.waitFor("x", String.class, event -> true, LONG), ErrorCode.CLOSED);
        fails(bus.healthCheck(LONG), ErrorCode.CLOSED);
    }

    @Test
    void aHealthyBusMakesARoundTripAndLeavesNothing() {
        List<String> channels = new CopyOnWriteArrayList<>();
        fanfare.pattern("*", String.class)
                .onDelivery(delivery -> channels.add(delivery.channel().toString()))
                .subscribe()
                .ready()
                .join();
        assertThat(bus.healthCheck(LONG).join()).isPositive().isLessThan(LONG);
        await().until(() -> channels.size() == 1);
        assertThat(channels.get(0)).startsWith("fanfare:health:");
        leavesNothing(Channel.of("app[1]:" + channels.get(0)));
    }

    @Test
    void theHealthCheckSaysHowFarItCameWhenRedisIsAway() {
        bus.healthCheck(LONG).join();
        memory.faults.refuseConnects();
        memory.faults.cut(Role.SUBSCRIBE);
        assertThat(fails(bus.healthCheck(SHORT), ErrorCode.TIMEOUT))
                .hasMessageContaining("(nothing was published) within 200 ms; the subscription was not confirmed")
                .hasMessageEndingWith("the client is RECONNECTING");
        memory.faults.allowConnects();
        assertThat(bus.healthCheck(LONG).join()).isPositive();
        memory.faults.refuseConnects();
        memory.faults.cut(Role.PUBLISH);
        assertThatThrownBy(() -> bus.healthCheck(SHORT).join()).cause().isInstanceOf(PubSubException.class);
        memory.faults.allowConnects();
        assertThat(bus.healthCheck(LONG).join()).isPositive();
    }

    @Test
    void blockedHandlersDoNotDelayTheHealthCheck() throws InterruptedException {
        CountDownLatch leave = new CountDownLatch(1);
        try (Fanfare narrow = memory.client().set("dispatch.threads", "1").build()) {
            CountDownLatch entered = new CountDownLatch(1);
            narrow.eventBus()
                    .on("x", String.class, event -> {
                        entered.countDown();
                        leave.await();
                    })
                    .ready()
                    .join();
            narrow.eventBus().emit("x", "y").join();
            entered.await();
            assertThat(narrow.eventBus().healthCheck(LONG).join()).isPositive();
            leave.countDown();
        }
    }

    @Test
    void settingsGiveGapsAndErrors() {
        List<Gap> gaps = new CopyOnWriteArrayList<>();
        List<MessageFailure> failures = new CopyOnWriteArrayList<>();
        bus.on(
                        "o*",
                        String.class,
                        event -> {
                            throw new IllegalStateException("boom");
                        },
                        settings -> settings.onGap(gaps::add).onError(failures::add))
                .ready()
                .join();
        bus.emit("order", "1").join();
        await().until(() -> failures.size() == 1);
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> gaps.size() == 1);
        assertThat(gaps.get(0).topic()).isEqualTo(Pattern.of("o*"));
    }

    private void leavesNothing(Channel channel) {
        await().until(() -> memory.receivers(channel) == 0);
    }

    private static PubSubException fails(CompletableFuture<?> future, ErrorCode code) {
        PubSubException[] failure = new PubSubException[1];
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            failure[0] = e;
        });
        return failure[0];
    }
}
