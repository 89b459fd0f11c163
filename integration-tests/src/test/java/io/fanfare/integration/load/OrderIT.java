package io.fanfare.integration.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A million messages from eight publishers on 64 channels, each looked at by the handler of its channel. */
class OrderIT {
    private static final int PUBLISHERS = 8;
    private static final int CHANNELS = 64;
    private static final int MESSAGES = 1_000_000;
    private static final int EACH = MESSAGES / PUBLISHERS;

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.builder()
                .argument("--client-output-buffer-limit", "pubsub", "0", "0", "0")
                .start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    static Stream<Arguments> transportsAndClients() {
        return Transports.all().stream()
                .flatMap(transport -> Stream.of(PUBLISHERS, 1).map(clients -> Arguments.of(transport, clients)));
    }

    /** With a single client its publishers are eight threads that share four connections. */
    @ParameterizedTest(name = "{0}, {1} clients")
    @MethodSource("transportsAndClients")
    void whatEachPublisherSendsToAChannelArrivesWholeAndInOrder(String transport, int clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        List<Fanfare> publishers = new ArrayList<>();
        try (Fanfare subscriber = Transports.client(transport, redis.uri())
                .dispatcher("ordered")
                .set("dispatch.threads", "4")
                .build()) {
            List<Sequences> channels = new ArrayList<>();
            for (int i = 0; i < CHANNELS; i++) {
                channels.add(new Sequences(subscriber.channel("order." + i, byte[].class), i, PUBLISHERS));
            }
            for (Sequences channel : channels) {
                channel.subscription.ready().get(30, TimeUnit.SECONDS);
            }
            for (int i = 0; i < clients; i++) {
                publishers.add(Transports.client(transport, redis.uri())
                        .set("pool.shared.connections", clients == 1 ? "4" : "1")
                        .build());
            }
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                int source = i;
                running.add(threads.submit(() -> publish(publishers.get(source % clients), source)));
            }
            for (Future<?> publisher : running) {
                publisher.get(2, TimeUnit.MINUTES);
            }
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(channels.stream()
                                    .mapToLong(Sequences::handled)
                                    .sum())
                            .isEqualTo(MESSAGES));
            System.out.printf(
                    "%s, %d clients: %,d messages a second%n",
                    transport, clients, MESSAGES * 1_000_000_000L / (System.nanoTime() - start));
            assertThat(channels).flatExtracting(Sequences::disorder).isEmpty();
            assertThat(channels).allSatisfy(channel -> {
                assertThat(channel.counts()).containsOnly(expected(channel.channel()));
                assertThat(channel.subscription.queue().dropped()).isZero();
            });
        } finally {
            threads.shutdownNow();
            publishers.forEach(Fanfare::close);
        }
    }

    /** Publishes to the channels in turn. */
    private static void publish(Fanfare publisher, int source) {
        List<TypedChannel<byte[]>> channels = IntStream.range(0, CHANNELS)
                .mapToObj(i -> publisher.channel("order." + i, byte[].class))
                .toList();
        for (int i = 0; i < EACH; i++) {
            Tick tick = new Tick(source, i % CHANNELS, i / CHANNELS);
            channels.get(tick.channel()).publishAndForget(tick.toBytes(Tick.MIN_BYTES));
        }
    }

    /** Returns how many messages each publisher sends to a channel. */
    private static int expected(int channel) {
        return EACH / CHANNELS + (channel < EACH % CHANNELS ? 1 : 0);
    }
}
