package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Typed messages over every client library and wire format. */
class ClientIT {
    private static final String ALL = "io.fanfare.integration.client.Pairing#all";

    private static EmbeddedRedis redis;

    record Order(long id, String state, List<Double> prices) {}

    record Step(int thread, int number) {}

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void typedValuesArriveOnChannelsAndPatterns(Pairing pairing) throws Exception {
        Order paid = new Order(Long.MAX_VALUE, "PAID ü€\0", List.of(0.1, -1e300));
        Order open = new Order(0, "", List.of());
        try (Fanfare fanfare = pairing.connect(redis.uri())) {
            TypedChannel<Order> orders = fanfare.channel("orders." + pairing, Order.class);
            Handled onChannel = Handled.of(orders);
            Handled onPattern = Handled.of(fanfare.pattern("orders.*" + pairing.codec(), Order.class));
            assertThat(orders.publish(paid).get(30, TimeUnit.SECONDS)).isEqualTo(2);
            orders.publishAndForget(open);
            for (Handled handled : List.of(onChannel, onPattern)) {
                handled.await(2);
                assertThat(handled.events).containsExactly(paid, open);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void messagesOfEachThreadKeepTheirOrder(Pairing pairing) throws Exception {
        int threads = 4;
        int each = 2_500;
        ExecutorService publishers = Executors.newFixedThreadPool(threads);
        try (Fanfare fanfare = pairing.connect(redis.uri())) {
            TypedChannel<Step> steps = fanfare.channel("steps." + pairing, Step.class);
            Handled handled = Handled.of(steps);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int id = thread;
                running.add(publishers.submit(() -> {
                    List<CompletableFuture<Long>> answers = new ArrayList<>();
                    for (int number = 0; number < each; number++) {
                        answers.add(steps.publish(new Step(id, number)));
                    }
                    answers.forEach(answer -> assertThat(answer.join()).isEqualTo(1));
                }));
            }
            for (Future<?> publisher : running) {
                publisher.get(60, TimeUnit.SECONDS);
            }
            handled.await(threads * each);
            int[] next = new int[threads];
            for (Object event : handled.events) {
                Step step = (Step) event;
                assertThat(step.number()).as("number of %s", step).isEqualTo(next[step.thread()]++);
            }
            assertThat(next).containsOnly(each);
        } finally {
            publishers.shutdownNow();
        }
    }
}
