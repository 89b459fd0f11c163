package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/ordering.md says and no other test shows. */
class OrderingTest {
    private final Memory memory = new Memory();
    private final Withholding withholding = new Withholding();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().set("reconnect.min-backoff", "1ms").set("reconnect.max-backoff", "5ms");
    }

    private static List<String> numbered(int count, IntFunction<String> name) {
        return IntStream.range(0, count).mapToObj(name).toList();
    }

    private static void subscribe(SubscriptionBuilder<String> builder) {
        builder.subscribe().ready().join();
    }

    static Stream<String> serialDispatchers() {
        Stream<String> everywhere = Stream.of("ordered", "inline");
        return Runtime.version().feature() < 21 ? everywhere : Stream.concat(everywhere, Stream.of("virtual"));
    }

    @ParameterizedTest
    @MethodSource("serialDispatchers")
    void eachSubscriptionHearsOneThreadInItsOrder(String dispatcher) {
        List<String> second = Collections.synchronizedList(new ArrayList<>());
        List<String> pattern = Collections.synchronizedList(new ArrayList<>());
        List<String> batches = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare fanfare = client().dispatcher(dispatcher).build()) {
            var orders = fanfare.channel("orders", String.class);
            subscribe(orders.onMessage(seen::add));
            subscribe(orders.onMessage(second::add));
            subscribe(fanfare.pattern("o*", String.class).onMessage(pattern::add));
            subscribe(orders.onBatch(batch -> batch.forEach(one -> batches.add(one.value()))));
            List<String> expected = numbered(5_000, i -> "m" + i);
            expected.forEach(orders::publishAndForget);
            for (List<String> heard : List.of(seen, second, pattern, batches)) {
                await().until(() -> heard.size() == expected.size());
                assertThat(heard).isEqualTo(expected);
            }
        }
    }

    @Test
    void everySubscriptionHearsSeveralThreadsInTheSameOrder() {
        List<String> other = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare one = client().build();
                Fanfare two = client().build()) {
            subscribe(one.channel("orders", String.class).onMessage(seen::add));
            subscribe(two.pattern("o*", String.class).onMessage(other::add));
            CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
            for (int t = 0; t < threads.length; t++) {
                String source = "t" + t + " ";
                var orders = (t % 2 == 0 ? one : two).channel("orders", String.class);
                threads[t] = CompletableFuture.runAsync(
                        () -> numbered(2_000, i -> source + i).forEach(orders::publishAndForget));
            }
            CompletableFuture.allOf(threads).join();
            await().until(() -> seen.size() == 8_000 && other.size() == 8_000);
            assertThat(other).isEqualTo(seen);
            for (int t = 0; t < threads.length; t++) {
                String source = "t" + t + " ";
                assertThat(seen.stream().filter(m -> m.startsWith(source)).toList())
                        .isEqualTo(numbered(2_000, i -> source + i));
            }
        }
    }

    @Test
    void overOneConnectionAThreadsOrderHoldsAcrossChannels() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare.pattern("c*", String.class).onMessage(seen::add));
            for (int i = 0; i < 5_000; i++) {
                fanfare.channel("c" + i % 7, String.class).publishAndForget("m" + i);
            }
            await().until(() -> seen.size() == 5_000);
            assertThat(seen).isEqualTo(numbered(5_000, i -> "m" + i));
        }
    }

    @Test
    void overSeveralConnectionsChannelsMayOvertakeEachOther() {
        withholding.next.set(1);
        try (Fanfare fanfare = client().transport(withholding)
                .set("pool.shared.connections", "2")
                .build()) {
            await().until(() -> fanfare.publishPool().open() == 2);
            subscribe(fanfare.pattern("c*", String.class).onMessage(seen::add));
            List<String> expected = numbered(10, i -> "c" + i);
            expected.forEach(name -> fanfare.channel(name, String.class).publishAndForget(name));
            var held = withholding.connections.stream()
                    .filter(connection -> connection.held() > 0)
                    .findFirst()
                    .orElseThrow();
            await().until(() -> seen.size() == 10 - held.held());
            while (held.held() > 0) {
                held.passOne();
            }
            await().until(() -> seen.size() == 10);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(expected).isNotEqualTo(expected);
        }
    }

    @Test
    void overAnExclusivePoolOnlyWhoWaitsForEachAnswerKeepsTheOrder() {
        try (Fanfare fanfare = client().transport(withholding)
                .set("pool", "exclusive")
                .set("envelope", "on")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription subscription = orders.onMessage(seen::add).subscribe();
            subscription.ready().join();
            orders.publish("0").join();
            await().until(() -> fanfare.publishPool().idle() == 2);
            withholding.connections.forEach(Withholding.Publishing::withhold);
            orders.publishAndForget("1");
            var first = withholding.connections.stream()
                    .filter(connection -> connection.held() == 1)
                    .findFirst()
                    .orElseThrow();
            withholding.connections.stream()
                    .filter(connection -> connection != first)
                    .forEach(Withholding.Publishing::letPass);
            orders.publish("2").join();
            first.passOne();
            await().until(() -> seen.size() == 3);
            assertThat(seen).containsExactly("0", "2", "1");
            assertThat(subscription.integrity().reordered()).isEqualTo(1);
            assertThat(subscription.integrity().lost()).isZero();
            first.letPass();
            numbered(100, i -> "m" + i).forEach(name -> orders.publish(name).join());
            await().until(() -> seen.size() == 103);
            assertThat(seen).endsWith(numbered(100, i -> "m" + i).toArray(String[]::new));
            assertThat(subscription.integrity().reordered()).isEqualTo(1);
        }
    }

    @Test
    void stagesCompleteInTheOrderOfTheCalls() {
        withholding.next.set(1);
        try (Fanfare fanfare = client().transport(withholding).build()) {
            List<String> expected = numbered(1_000, i -> "m" + i);
            List<CompletableFuture<Void>> told = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                String name = expected.get(i);
                told.add(
                        fanfare.channel("c" + i % 7, String.class).publish(name).thenRun(() -> seen.add(name)));
            }
            assertThat(seen).isEmpty();
            while (withholding.connections.get(0).held() > 0) {
                withholding.connections.get(0).passOne();
            }
            told.forEach(CompletableFuture::join);
            assertThat(seen).isEqualTo(expected);
        }
    }

    @Test
    void acrossLossesNothingIsReorderedOrTwiceAndGapsAreInTheirPlace() {
        try (Fanfare fanfare = client().build();
                Fanfare publisher = client().build()) {
            List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
            subscribe(
                    fanfare.channel("orders", String.class).onMessage(seen::add).onGap(gap -> {
                        gaps.add(gap);
                        seen.add("gap");
                    }));
            var orders = publisher.channel("orders", String.class);
            int next = 0;
            for (int losses = 1; losses <= 20; losses++) {
                int wanted = losses;
                memory.faults.cut(Role.SUBSCRIBE);
                while (gaps.size() < wanted) {
                    orders.publish("" + next++).join();
                }
                orders.publish("" + next++).join();
            }
            String last = "" + (next - 1);
            await().until(() -> seen.contains(last));
            List<Integer> numbers = seen.stream()
                    .filter(event -> !event.equals("gap"))
                    .map(Integer::valueOf)
                    .toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            for (int i = 1; i < seen.size(); i++) {
                if (!seen.get(i).equals("gap") && !seen.get(i - 1).equals("gap")) {
                    assertThat(Integer.parseInt(seen.get(i)))
                            .as("without a gap in between")
                            .isEqualTo(Integer.parseInt(seen.get(i - 1)) + 1);
                }
            }
        }
    }

    @Test
    void aHoleInTheSequenceIsToldAfterWhatArrivedMeanwhile() {
        try (Fanfare fanfare = client().set("envelope", "on").build();
                Fanfare raw = client().codec("bytes").build()) {
            subscribe(
                    fanfare.channel("orders", String.class).onMessage(seen::add).onGap(gap -> seen.add("gap")));
            var orders = raw.channel("orders", byte[].class);
            for (int sequence : new int[] {1, 4, 5}) {
                orders.publish(Envelope.of(1, 0, 1, sequence, 0, Payload.of("" + sequence))
                                .toByteArray())
                        .join();
            }
            await().until(() -> seen.size() == 4);
            assertThat(seen).containsExactly("1", "4", "5", "gap");
        }
    }

    @Test
    void whatOneSourceEmitsKeepsItsOrderAndSoDoesWhatItBroadcasts() {
        try (Fanfare fanfare = client().build()) {
            EventBus bus = fanfare.eventBus(ChannelMapping.prefix("t:"), ChannelMapping.prefix("b:"));
            bus.on("job.*", String.class, event -> seen.add(event.name() + event.value()))
                    .ready()
                    .join();
            for (int i = 0; i < 2_000; i++) {
                assertThat(bus.emit("job." + i % 5, "e" + i)).isNotCancelled();
                assertThat(bus.broadcast("job." + i % 3, "b" + i)).isNotCancelled();
            }
            await().until(() -> seen.size() == 4_000);
            assertThat(seen.stream().filter(event -> event.contains("e")).toList())
                    .isEqualTo(numbered(2_000, i -> "job." + i % 5 + "e" + i));
            assertThat(seen.stream().filter(event -> !event.contains("e")).toList())
                    .isEqualTo(numbered(2_000, i -> "job." + i % 3 + "b" + i));
        }
    }

    @Test
    void aDrainHandlesWhatIsLeftInItsOrder() {
        CountDownLatch release = new CountDownLatch(1);
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            subscribe(orders.onMessage(message -> {
                release.await();
                seen.add(message);
            }));
            List<String> expected = numbered(1_000, i -> "m" + i);
            expected.forEach(orders::publishAndForget);
            orders.publish("last").join();
            CompletableFuture<DrainReport> drain =
                    CompletableFuture.supplyAsync(() -> fanfare.drain(Duration.ofSeconds(30)));
            release.countDown();
            assertThat(drain.join().complete()).isTrue();
            assertThat(seen).startsWith(expected.toArray(String[]::new)).endsWith("last");
        }
    }

    @Test
    void aFailureIsToldInThePlaceOfItsMessageAndBeforeItsBatch() {
        List<String> batches = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare fanfare = client().codec(new Picky()).build();
                Fanfare publisher = client().transport(withholding).build()) {
            var orders = fanfare.channel("orders", String.class);
            CountDownLatch release = new CountDownLatch(1);
            subscribe(orders.onMessage(seen::add).onError(failure -> seen.add("failed")));
            Subscription batch = orders.onBatch(deliveries -> {
                        release.await();
                        deliveries.forEach(one -> batches.add(one.value()));
                    })
                    .onError(failure -> batches.add("failed"))
                    .subscribe();
            batch.ready().join();
            var to = publisher.channel("orders", String.class);
            to.publish("0").join();
            await().until(() -> batch.queue().messages() == 0);
            for (String message : List.of("1", "bad", "2")) {
                to.publish(message).join();
            }
            await().until(() -> batch.queue().received() == 4);
            release.countDown();
            await().until(() -> seen.size() == 4 && batches.size() == 4);
            assertThat(seen).containsExactly("0", "1", "failed", "2");
            assertThat(batches).containsExactly("0", "failed", "1", "2");
        }
    }
}
