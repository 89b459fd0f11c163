package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/ordering.md says of connections to Redis. */
class OrderingIT {
    private EmbeddedRedis redis;

    static Stream<Pairing> transports() {
        return Pairing.all().stream().filter(pairing -> pairing.codec().equals("json"));
    }

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private static List<Object> numbers(int from, int to) {
        return IntStream.range(from, to).<Object>mapToObj(i -> i).toList();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void overOneConnectionAThreadsOrderHoldsAcrossChannels(Pairing pairing) throws Exception {
        try (Fanfare fanfare = pairing.connect(redis.uri())) {
            Handled handled = Handled.of(fanfare.pattern("c?", Integer.class));
            List<TypedChannel<Integer>> channels = IntStream.range(0, 7)
                    .mapToObj(i -> fanfare.channel("c" + i, Integer.class))
                    .toList();
            for (int i = 0; i < 10_000; i++) {
                channels.get(i % channels.size()).publishAndForget(i);
            }
            handled.await(10_000);
            assertThat(handled.events).isEqualTo(numbers(0, 10_000));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everySubscriptionHearsSeveralClientsInTheSameOrder(Pairing pairing) throws Exception {
        int threads = 4;
        int each = 2_000;
        ExecutorService publishers = Executors.newFixedThreadPool(threads);
        try (Fanfare one = pairing.connect(redis.uri());
                Fanfare two = pairing.connect(redis.uri())) {
            Handled onChannel = Handled.of(one.channel("orders", Integer.class));
            Handled onPattern = Handled.of(one.pattern("o*", Integer.class));
            Handled elsewhere = Handled.of(two.channel("orders", Integer.class));
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t * each;
                TypedChannel<Integer> orders = (t % 2 == 0 ? one : two).channel("orders", Integer.class);
                running.add(publishers.submit(
                        () -> IntStream.range(first, first + each).forEach(orders::publishAndForget)));
            }
            for (Future<?> publisher : running) {
                publisher.get(60, TimeUnit.SECONDS);
            }
            for (Handled handled : List.of(onChannel, onPattern, elsewhere)) {
                handled.await(threads * each);
                assertThat(handled.events).isEqualTo(onChannel.events);
            }
            for (int t = 0; t < threads; t++) {
                int source = t;
                assertThat(onChannel.events.stream()
                                .filter(event -> (int) event / each == source)
                                .toList())
                        .isEqualTo(numbers(t * each, (t + 1) * each));
            }
        } finally {
            publishers.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void acrossKilledConnectionsNothingIsReorderedOrTwice(Pairing pairing) throws Exception {
        try (Fanfare fanfare = pairing.connect(redis.uri());
                Fanfare publisher = pairing.connect(redis.uri())) {
            Handled handled = Handled.of(fanfare.channel("orders", Integer.class));
            TypedChannel<Integer> orders = publisher.channel("orders", Integer.class);
            int next = 0;
            for (int kills = 1; kills <= 5; kills++) {
                for (int i = 0; i < 1_000; i++) {
                    orders.publishAndForget(next++);
                }
                kill(publisher);
                while (handled.gaps().size() < kills) {
                    orders.publish(next++).get(30, TimeUnit.SECONDS);
                }
            }
            orders.publish(next).get(30, TimeUnit.SECONDS);
            int last = next;
            await().atMost(Duration.ofSeconds(30)).until(() -> handled.events.contains(last));
            assertThat(handled.gaps()).hasSize(5);
            Object before = -1;
            for (Object event : handled.events) {
                if (event instanceof Integer number && before instanceof Integer previous) {
                    assertThat(number).as("without a gap in between").isEqualTo(previous + 1);
                } else {
                    assertThat(event instanceof Gap || before instanceof Gap).isTrue();
                }
                before = event;
            }
            assertThat(handled.values().stream().map(Integer.class::cast).toList())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private static void kill(Fanfare fanfare) throws Exception {
        try (Lease<CommandConnection> lease =
                fanfare.leaseCommands(Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS)) {
            assertThat(lease.connection()
                            .call("CLIENT", "KILL", "TYPE", "pubsub")
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isEqualTo(new Reply.OfNumber(1));
        }
    }
}
