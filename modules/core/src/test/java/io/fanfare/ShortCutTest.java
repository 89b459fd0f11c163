package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // what is emitted is awaited by what it causes
class ShortCutTest implements PubSubObserver {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Memory memory = new Memory();
    private final List<String> dropped = new CopyOnWriteArrayList<>();
    private final Fanfare fanfare = client().observer(this).build();
    private final EventBus bus = fanfare.eventBus();
    private final List<Event<String>> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client()
                .channelPrefix("app:")
                .set("envelope", "on")
                .set("bus.local-shortcut", "true")
                .set("publish.timeout", "10m")
                .set("reconnect.min-backoff", "1ms");
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        dropped.add(policy + " " + message.topic());
    }

    private List<String> values() {
        return seen.stream().map(Event::value).toList();
    }

    /** Waits until what was published before has come back through Redis and is queued. */
    private void settle() {
        bus.healthCheck(LONG).join();
    }

    @Test
    void itNeedsTheEnvelope() {
        FanfareBuilder builder = memory.client().set("bus.local-shortcut", "true");
        assertThatThrownBy(builder::build).isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
            assertThat(e).hasMessageContaining("set envelope to on");
        });
    }

    @Test
    void handlersHearEachEventOnceByNameAndWildcardEmittedAndBroadcast() {
        List<String> all = new CopyOnWriteArrayList<>();
        List<String> typed = new CopyOnWriteArrayList<>();
        List<String> remote = new CopyOnWriteArrayList<>();
        EventBus two = fanfare.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
        try (Fanfare other = client().build()) {
            EventBus theirs = other.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
            Subscription named = two.on("paid", String.class, seen::add);
            Subscription wild = two.on("p*", String.class, event -> all.add(event.name() + " " + event.value()));
            CompletableFuture.allOf(
                            named.ready(),
                            wild.ready(),
                            theirs.on("paid", String.class, event -> remote.add(event.value()))
                                    .ready(),
                            fanfare.channel("t:paid", String.class)
                                    .onMessage(typed::add)
                                    .subscribe()
                                    .ready(),
                            fanfare.pattern("?:paid", String.class)
                                    .onMessage(typed::add)
                                    .subscribe()
                                    .ready())
                    .join();
            two.emit("paid", "1").join();
            two.broadcast("paid", "2").join();
            two.emit("p", "3").join();
            theirs.emit("paid", "4").join();
            two.emit("other", "5").join();
            await().until(() -> seen.size() == 3 && all.size() == 4 && remote.size() == 3 && typed.size() == 5);
            settle();
            assertThat(values()).containsExactly("1", "2", "4");
            assertThat(all).containsExactly("paid 1", "paid 2", "p 3", "paid 4");
            assertThat(remote).containsExactlyInAnyOrder("1", "2", "4");
            assertThat(typed).containsExactlyInAnyOrder("1", "1", "2", "4", "4");
            assertThat(named.queue().received()).isEqualTo(3);
            assertThat(wild.queue().received()).isEqualTo(4);
            assertThat(named.integrity().enveloped()).isEqualTo(3);
            assertThat(named.integrity().lost()).isZero();
            assertThat(wild.integrity().enveloped()).isEqualTo(4);
            assertThat(wild.integrity().duplicated()).isZero();
        }
    }

    @Test
    void anEventIsHandledAlthoughItsPublishFails() {
        bus.on("x", String.class, seen::add).ready().join();
        memory.faults.refusePublishing(Channel.of("app:x"));
        assertThatThrownBy(() -> bus.emit("x", "1").join())
                .cause()
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_PERMISSION));
        await().until(() -> values().equals(List.of("1")));
        memory.faults.refuseConnects();
        memory.faults.cut(Role.SUBSCRIBE);
        memory.faults.allowPublishing(Channel.of("app:x"));
        bus.emit("x", "2").join();
        await().until(() -> values().equals(List.of("1", "2")));
        memory.faults.allowConnects();
    }

    @Test
    void whatTheSameClientPublishesToTheChannelComesThroughRedis() {
        Subscription subscription = bus.on("x", String.class, seen::add);
        subscription.ready().join();
        TypedChannel<String> channel = fanfare.channel("x", String.class);
        for (int i = 0; i < 100; i++) {
            bus.emit("x", "event").join();
            channel.publish("published").join();
        }
        await().until(() -> seen.size() == 200);
        settle();
        assertThat(subscription.queue().received()).isEqualTo(200);
        assertThat(values().stream().filter("published"::equals)).hasSize(100);
        assertThat(seen).hasSize(200);
    }

    @Test
    void beforeItsConfirmationASubscriptionHearsFromRedis() {
        List<String> late = new CopyOnWriteArrayList<>();
        bus.on("x", String.class, seen::add).ready().join();
        memory.faults.refuseConnects();
        memory.faults.cut(Role.PUBLISH);
        await().until(() -> fanfare.publishPool().open() == 0);
        CompletableFuture<Long> publish = bus.emit("x", "1");
        await().until(() -> values().equals(List.of("1")));
        bus.on("x", String.class, event -> late.add(event.value())).ready().join();
        assertThat(late).isEmpty();
        memory.faults.allowConnects();
        publish.join();
        await().until(() -> late.equals(List.of("1")));
        bus.emit("x", "2").join();
        settle();
        await().until(() -> late.equals(List.of("1", "2")));
        assertThat(values()).containsExactly("1", "2");
    }

    @Test
    void aSubscriptionThatIsNotConfirmedHearsNothing() {
        memory.faults.refuseSubscribing(Channel.of("app:x"));
        assertThatThrownBy(() -> bus.on("x", String.class, seen::add).ready().join())
                .hasCauseInstanceOf(PubSubException.class);
        bus.emit("x", "1").join();
        settle();
        assertThat(seen).isEmpty();
    }

    @Test
    void eventsAreMarkedOnlyWhileSomeoneListens() {
        List<Payload> wire = new CopyOnWriteArrayList<>();
        try (Fanfare raw = memory.client().channelPrefix("app:").codec("bytes").build()) {
            raw.channel("x", Payload.class)
                    .onMessage(wire::add)
                    .subscribe()
                    .ready()
                    .join();
            bus.emit("x", "1").join();
            Subscription subscription = bus.on("x", String.class, seen::add);
            subscription.ready().join();
            bus.emit("x", "2").join();
            await().until(() -> seen.size() == 1);
            subscription.unsubscribe().join();
            bus.emit("x", "3").join();
            await().until(() -> wire.size() == 3);
        }
        assertThat(wire)
                .extracting(payload -> payload.array()[payload.offset() + 5])
                .containsExactly((byte) 0, (byte) (1 << Envelope.MARK), (byte) 0);
        assertThat(wire).extracting(payload -> Envelope.open(payload).toText()).containsExactly("1", "2", "3");
        assertThat(values()).containsExactly("2");
    }

    @Test
    void handlersRunOnTheDispatchersThreads() {
        List<String> threads = new CopyOnWriteArrayList<>();
        bus.on("x", String.class, event -> threads.add(Thread.currentThread().getName()))
                .ready()
                .join();
        bus.emit("x", "1").join();
        await().until(() -> threads.size() == 1);
        assertThat(threads.get(0)).contains("dispatch");
    }

    @Test
    void whatAFullQueueDropsIsCountedAndDoesNotComeBack() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Subscription subscription = bus.on(
                "x",
                String.class,
                event -> {
                    entered.countDown();
                    leave.await();
                    seen.add(event);
                },
                settings -> settings.queueMessages(3).overflow(OverflowPolicy.DROP_NEWEST));
        subscription.ready().join();
        bus.emit("x", "0").join();
        entered.await();
        for (int i = 1; i < 10; i++) {
            bus.emit("x", "" + i).join();
        }
        settle();
        assertThat(dropped).hasSize(6).containsOnly("DROP_NEWEST x");
        leave.countDown();
        await().until(() -> seen.size() == 4);
        settle();
        assertThat(values()).containsExactly("0", "1", "2", "3");
        assertThat(subscription.queue().received()).isEqualTo(10);
    }

    @Test
    void underBlockEventsComeThroughRedis() {
        bus.on("x", String.class, seen::add, settings -> settings.overflow(OverflowPolicy.BLOCK))
                .ready()
                .join();
        memory.faults.refusePublishing(Channel.of("app:x"));
        assertThatThrownBy(() -> bus.emit("x", "1").join()).hasCauseInstanceOf(PubSubException.class);
        memory.faults.allowPublishing(Channel.of("app:x"));
        bus.emit("x", "2").join();
        await().until(() -> !seen.isEmpty());
        assertThat(values()).containsExactly("2");
    }

    @Test
    void payloadsAreDecodedAsThoseOfRedisAreAndBelongToTheHandlers() {
        try (Fanfare bytes = client().codec("bytes").build()) {
            List<byte[]> arrays = new CopyOnWriteArrayList<>();
            CountDownLatch leave = new CountDownLatch(1);
            bytes.eventBus()
                    .on("x", byte[].class, event -> {
                        leave.await();
                        arrays.add(event.value());
                    })
                    .ready()
                    .join();
            byte[] envelope = Envelope.of(1, 2, 3, 4, 5, Payload.of("inner")).toByteArray();
            byte[] reused = {1, 2, 3};
            bytes.eventBus().emit("x", envelope).join();
            bytes.eventBus().emit("x", reused).join();
            reused[0] = 9;
            leave.countDown();
            await().until(() -> arrays.size() == 2);
            assertThat(arrays.get(0)).isEqualTo(envelope);
            assertThat(arrays.get(1)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void waitingForAnAnswerTakesTheShortCutToo() {
        memory.faults.refusePublishing(Channel.of("app:ping"));
        memory.faults.refusePublishing(Channel.of("app:pong"));
        bus.on("ping", String.class, event -> bus.emit("pong", event.value()))
                .ready()
                .join();
        Event<String> pong = bus.waitFor("pong", String.class, event -> true, LONG, () -> bus.emit("ping", "hello"))
                .join();
        assertThat(pong.value()).isEqualTo("hello");
        bus.once("once", String.class, seen::add).ready().join();
        for (int i = 0; i < 10; i++) {
            bus.emit("once", "x").join();
        }
        await().untilAsserted(() -> assertThat(seen).isNotEmpty());
        settle();
        assertThat(seen).hasSize(1);
    }

    @Test
    void afterADrainNothingIsHandledAndWhatCameBeforeIs() {
        CompletableFuture<Void> leave = new CompletableFuture<>();
        bus.on("x", String.class, event -> {
                    leave.join();
                    seen.add(event);
                })
                .ready()
                .join();
        for (int i = 0; i < 100; i++) {
            bus.emit("x", "" + i);
        }
        CompletableFuture<DrainReport> drain = CompletableFuture.supplyAsync(() -> fanfare.drain(LONG));
        await().until(() -> memory.receivers(Channel.of("app:x")) == 0);
        leave.complete(null);
        assertThat(drain.join().complete()).isTrue();
        assertThat(seen).hasSize(100);
        assertThatThrownBy(() -> bus.emit("x", "late").join()).hasMessageContaining("is being drained");
        fanfare.close();
        assertThatThrownBy(() -> bus.emit("x", "later").join()).hasCauseInstanceOf(PubSubException.class);
        assertThat(seen).hasSize(100);
    }
}
