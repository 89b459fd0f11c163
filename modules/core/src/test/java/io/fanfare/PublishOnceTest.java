package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PoolStats;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every publish completes once, and never on a thread that reads a connection. */
class PublishOnceTest {
    private final Memory memory = new Memory();
    private final Withholding transport = new Withholding();
    private final Tally tally = new Tally();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().transport(transport).observer(tally).set("reconnect.min-backoff", "1ms");
    }

    private static PubSubException failure(CompletableFuture<?> future) {
        AtomicReference<PubSubException> caught = new AtomicReference<>();
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(PubSubException.class, caught::set);
        return caught.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "drain", "cut"})
    void whateverHappensDuringPublishing(String event) throws InterruptedException {
        AtomicInteger completions = new AtomicInteger();
        ConcurrentLinkedQueue<CompletableFuture<Long>> answers = new ConcurrentLinkedQueue<>();
        Set<ErrorCode> codes = ConcurrentHashMap.newKeySet();
        AtomicInteger sent = new AtomicInteger();
        Fanfare fanfare = client().set("publish.retry-written", "2").build();
        List<Thread> publishers = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            var channel = fanfare.channel("c" + thread, String.class);
            publishers.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    sent.incrementAndGet();
                    answers.add(channel.publish("m").whenComplete((receivers, failure) -> {
                        completions.incrementAndGet();
                        if (failure instanceof PubSubException known) {
                            codes.add(known.code());
                        }
                    }));
                }
            }));
        }
        publishers.forEach(Thread::start);
        await().until(() -> completions.get() > 1_000);
        switch (event) {
            case "close" -> fanfare.close();
            case "drain" ->
                assertThat(fanfare.drain(Duration.ofSeconds(30)).unanswered()).isZero();
            default -> assertThat(memory.faults.cut(Role.PUBLISH)).isEqualTo(1);
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        if (event.equals("cut")) {
            assertThat(fanfare.drain(Duration.ofSeconds(30)).unanswered()).isZero();
        }
        fanfare.close();
        assertThat(answers).hasSize(15_000).allMatch(CompletableFuture::isDone);
        await().until(() -> completions.get() == sent.get());
        assertThat(tally.published.get() + tally.failures.size()).isEqualTo(sent.get());
        EnumSet<ErrorCode> expected =
                event.equals("cut") ? EnumSet.noneOf(ErrorCode.class) : EnumSet.of(ErrorCode.CLOSED);
        assertThat(expected).containsAll(codes);
    }

    @Test
    void aTransportThatTakesAPublishAndThrows() {
        try (Fanfare fanfare = client().set("publish.max-unanswered", "1")
                .set("publish.when-full", "fail")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            for (int i = 0; i < 3; i++) {
                transport.thrown.set(new StackOverflowError("expected by the test"));
                // the answer of the server may be there before the throw
                orders.publish("x").exceptionally(failure -> -1L).join();
            }
            assertThat(orders.publish("x").join()).isZero();
            assertThat(fanfare.drain(Duration.ofSeconds(30)).unanswered()).isZero();
            assertThat(tally.failures.size() + tally.published.get()).isEqualTo(4);
            assertThat(tally.failures)
                    .allSatisfy(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONTRACT_BROKEN));
        }
    }

    @Test
    void aPublishThatFindsNoConnectionGivesItsPermitBack() {
        try (Fanfare fanfare = client().set("publish.max-unanswered", "1")
                .set("publish.timeout", "5ms")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            await().until(() -> fanfare.publishPool().open() == 0);
            for (int i = 0; i < 3; i++) {
                assertThat(failure(orders.publish("x")).code()).isEqualTo(ErrorCode.POOL_EXHAUSTED);
            }
            orders.publishAndForget("x");
            await().until(() -> tally.failures.size() == 4);
            assertThat(fanfare.drain(Duration.ofSeconds(30)).unanswered()).isZero();
        }
    }

    @Test
    void failuresCompleteOnTheCompletionThread() {
        try (Fanfare fanfare = client().set("publish.timeout", "20ms").build()) {
            var orders = fanfare.channel("orders", String.class);
            transport.connections.get(0).withhold();
            CompletableFuture<Void> lost = noted(orders.publish("lost"));
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            lost.join();
            await().until(() -> fanfare.publishPool().open() == 0);
            noted(orders.publish("without a connection")).join();
        }
        memory.faults.allowConnects();
        try (Fanfare fanfare = client().set("publish.answer-timeout", "20ms").build()) {
            transport.connections.get(transport.connections.size() - 1).withhold();
            noted(fanfare.channel("orders", String.class).publish("given up")).join();
        }
        assertThat(threads).allMatch(name -> name.matches("fanfare-\\d+-completion"));
    }

    private CompletableFuture<Void> noted(CompletableFuture<Long> publish) {
        assertThat(publish).isNotDone();
        return publish.handle((receivers, failure) -> {
            assertThat(failure).isNotNull();
            threads.add(Thread.currentThread().getName());
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void aSilentConnectionFailsEachOnceAndIsReplaced(String envelope) {
        List<ClientState.Phase> phases = new ArrayList<>();
        for (String pool : List.of("shared", "exclusive")) {
            tally.losses.clear();
            tally.failures.clear();
            transport.connections.clear();
            try (Fanfare fanfare = client().set("publish.answer-timeout", "100ms")
                    .set("pool", pool)
                    .set("pool.exclusive.max", "1")
                    .set("envelope", envelope)
                    .onState(state -> phases.add(state.phase()))
                    .build()) {
                var orders = fanfare.channel("orders", String.class);
                int each = pool.equals("shared") ? 100 : 1;
                transport.connections.get(0).withhold();
                AtomicInteger completed = new AtomicInteger();
                List<CompletableFuture<Long>> lost = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    lost.add(orders.publish("m").whenComplete((r, failure) -> completed.incrementAndGet()));
                }
                for (CompletableFuture<Long> publish : lost) {
                    assertThat(failure(publish).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
                }
                assertThat(orders.publish("on a new connection").join()).isZero();
                assertThat(completed).hasValue(each);
                assertThat(tally.failures).hasSize(each);
                assertThat(tally.losses)
                        .singleElement()
                        .asString()
                        .contains(memory.node() + " was given up: " + each + " publishes were unanswered");
                await().until(() -> fanfare.state().phase() == ClientState.Phase.CONNECTED);
                assertThat(transport.connections).hasSize(2);
            }
        }
        assertThat(phases.subList(0, 3))
                .containsExactly(
                        ClientState.Phase.CONNECTED, ClientState.Phase.RECONNECTING, ClientState.Phase.CONNECTED);
    }

    @Test
    void aPoolThatBreaksItsContractFailsThePublish() {
        RuntimeException expected = new IllegalStateException("expected by the test");
        breaks(() -> {
            throw expected;
        });
        breaks(() -> null);
        breaks(() -> CompletableFuture.completedFuture(null));
        breaks(() -> CompletableFuture.failedFuture(expected));
    }

    private void breaks(Supplier<CompletionStage<Lease<PublishConnection>>> leasing) {
        try (Completions completions = new Completions("fanfare-test-completion")) {
            StateTracker states = new StateTracker(completions, state -> {});
            Publisher publisher = OneShard.publisher(
                    new Broken(leasing),
                    completions,
                    tally,
                    new PublishOptions(1, Duration.ZERO, PublishPolicy.FAIL, PublishPolicy.WAIT, 0),
                    states,
                    new ManualTimer());
            for (int i = 0; i < 3; i++) {
                PubSubException failure = failure(publisher.publish(Channel.of("c"), Payload.EMPTY));
                assertThat(failure.code()).isEqualTo(ErrorCode.CONTRACT_BROKEN);
            }
            assertThat(publisher.unanswered()).isZero();
        }
    }

    @Test
    void aLeaseThatCannotBeGivenBackHarmsNoPublish() {
        try (Completions completions = new Completions("fanfare-test-completion");
                Fanfare fanfare = client().build()) {
            assertThat(fanfare.state().phase()).isNotNull();
            PublishConnection connection = transport.connections.get(0);
            Lease<PublishConnection> lease = new Lease<>() {
                @Override
                public PublishConnection connection() {
                    return connection;
                }

                @Override
                public void close() {
                    throw new IllegalStateException("expected by the test");
                }
            };
            Publisher publisher = OneShard.publisher(
                    new Broken(() -> CompletableFuture.completedFuture(lease)),
                    completions,
                    tally,
                    new PublishOptions(1, Duration.ZERO, PublishPolicy.FAIL, PublishPolicy.WAIT, 0),
                    new StateTracker(completions, state -> {}),
                    new ManualTimer());
            assertThat(publisher.publish(Channel.of("c"), Payload.EMPTY).join()).isZero();
            assertThat(publisher.publish(Channel.of("c"), Payload.EMPTY).join()).isZero();
        }
    }

    private record Broken(Supplier<CompletionStage<Lease<PublishConnection>>> leasing)
            implements ConnectionPool<PublishConnection> {
        @Override
        public Lease<PublishConnection> tryLease(int stripe) {
            return null;
        }

        @Override
        public CompletionStage<Lease<PublishConnection>> lease(int stripe, Duration timeout) {
            return leasing.get();
        }

        @Override
        public PoolStats stats() {
            return new PoolStats(1, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
