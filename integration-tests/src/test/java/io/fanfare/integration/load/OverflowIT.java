package io.fanfare.integration.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SlowConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that stall under load, one for each overflow policy and transport, all at the same time. */
class OverflowIT {
    private static final int RATE = 50_000;
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(3);
    private static final int CHANNELS = 64;
    private static final int PAYLOAD_BYTES = 64;
    private static final int QUEUE_MESSAGES = 10_000;
    private static final long QUEUE_BYTES = 8 << 20;

    /** What was read before a pause took effect. */
    private static final int READ_AHEAD = QUEUE_MESSAGES;

    /** The bytes that a message takes with the objects around it. */
    private static final int MESSAGE_BYTES = PAYLOAD_BYTES + 192;

    private static final int UNANSWERED = 10_000;
    private static final long BUFFERS_BYTES = 16 << 20;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<StalledClient> clients = new ArrayList<>();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private EmbeddedRedis redis;

    @BeforeEach
    void start() throws Exception {
        redis = EmbeddedRedis.builder()
                .argument("--client-output-buffer-limit", "pubsub", "0", "0", "0")
                .start();
        for (String transport : Transports.all()) {
            clients.add(new StalledClient(transport, redis.uri(), CHANNELS, QUEUE_MESSAGES, QUEUE_BYTES, release));
        }
        for (StalledClient client : clients) {
            client.awaitReady();
        }
    }

    @AfterEach
    void close() {
        release.countDown();
        clients.forEach(StalledClient::close);
        redis.close();
    }

    @Test
    void stalledHandlersCostNoMoreThanTheirQueuesAndEveryMessageIsAccountedFor() throws Exception {
        long[] newest = new long[CHANNELS];
        long before = Heap.liveBytes();
        long most = before;
        long published;
        PubSubObserver observer = publishes();
        try (Fanfare publisher = Transports.client("lettuce", redis.uri())
                .observer(observer)
                .set("publish.max-unanswered", String.valueOf(UNANSWERED))
                .build()) {
            stall(publisher);
            CompletableFuture<Long> load = CompletableFuture.supplyAsync(() -> publish(publisher, newest));
            while (!load.isDone()) {
                LockSupport.parkNanos(SAMPLE_EVERY.toNanos());
                long live = Heap.liveBytes();
                System.out.printf("live heap %,d KiB more%n", (live - before) >> 10);
                most = Math.max(most, live);
            }
            published = load.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> answered.sum() + refused.sum() == published);
        }
        System.out.printf(
                "%,d published, heap grew by %,d KiB of %,d%n", published, (most - before) >> 10, bound() >> 10);
        assertThat(refused.sum()).isZero();
        assertThat(published).as("published, where the machine is fast enough").isGreaterThanOrEqualTo((long)
                (RATE * TIME.toSeconds() * 0.98));
        assertThat(most - before).as("bytes of heap").isLessThan(bound());

        for (StalledClient client : clients) {
            for (Stalled stalled : List.of(client.dropOldest, client.dropNewest, client.latest, client.narrowLatest)) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> stalled.stats().received() == published);
            }
        }
        clients.forEach(OverflowIT::assertStalled);
        Instant released = Instant.now();
        release.countDown();
        for (StalledClient client : clients) {
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(client.block.handled())
                            .as("handled by %s of %s", client.block, client)
                            .isEqualTo(published));
            client.all()
                    .forEach(stalled -> await().atMost(Duration.ofSeconds(30))
                            .until(() -> stalled.stats().received()
                                    == stalled.stats().delivered()
                                            + stalled.stats().dropped()));
            await().until(() -> client.episodes.size() >= 5);
            System.out.println(client + " " + client.all());
            assertAccounted(client, published, newest);
            assertEpisodes(client, released);
        }
    }

    private PubSubObserver publishes() {
        return new PubSubObserver() {
            @Override
            public void published(Destination channel, int bytes, long receivers, long nanos) {
                answered.increment();
            }

            @Override
            public void publishFailed(Destination channel, PubSubException cause) {
                refused.increment();
            }
        };
    }

    /** Publishes one message and waits until each handler has it. */
    private void stall(Fanfare publisher) throws Exception {
        byte[] first = new Tick(0, 0, 0).toBytes(PAYLOAD_BYTES);
        assertThat(publisher.channel("load.0", byte[].class).publish(first).get(30, TimeUnit.SECONDS))
                .isEqualTo(2L * clients.size());
        await().until(() ->
                clients.stream().flatMap(client -> client.all().stream()).allMatch(stalled -> stalled.handled() == 1));
    }

    /** Publishes to every channel once, and then at random; returns how many messages there are with the first. */
    private static long publish(Fanfare publisher, long[] newest) {
        List<TypedChannel<byte[]>> channels = IntStream.range(0, CHANNELS)
                .mapToObj(i -> publisher.channel("load." + i, byte[].class))
                .toList();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        return 1
                + Schedule.run(RATE, TIME, sent -> {
                    int channel = sent < CHANNELS ? (int) sent : random.nextInt(CHANNELS);
                    newest[channel] = sent + 1;
                    channels.get(channel).publishAndForget(new Tick(0, channel, sent + 1).toBytes(PAYLOAD_BYTES));
                });
    }

    /** Returns what the heap may grow by: the queues, what is in delivery, and unanswered publishes. */
    private long bound() {
        long each = 3 * QUEUE_MESSAGES + 2 * CHANNELS + READ_AHEAD;
        return (clients.size() * each + 2 * UNANSWERED) * MESSAGE_BYTES + BUFFERS_BYTES;
    }

    private static void assertStalled(StalledClient client) {
        System.out.println(client + " stalled, with " + client.all());
        for (Stalled stalled : client.all()) {
            assertThat(stalled.handled())
                    .as("handled by %s of %s", stalled, client)
                    .isEqualTo(1);
            assertThat(stalled.stats().messages())
                    .as("waiting for %s of %s", stalled, client)
                    .isLessThanOrEqualTo(stalled.queueMessages + (stalled == client.block ? READ_AHEAD : 0));
        }
        assertThat(client.block.stats().messages()).isGreaterThanOrEqualTo(QUEUE_MESSAGES);
        assertThat(client.latest.stats().messages()).isLessThanOrEqualTo(CHANNELS);
    }

    private static void assertAccounted(StalledClient client, long published, long[] newest) {
        assertThat(client.received.sum()).as("received by %s", client).isEqualTo(2 * published);
        for (Stalled stalled : client.all()) {
            assertThat(stalled.isDisordered())
                    .as("disordered %s of %s", stalled, client)
                    .isFalse();
            if (stalled != client.end) {
                assertThat(stalled.stats().received())
                        .as("%s of %s", stalled, client)
                        .isEqualTo(published);
                assertThat(stalled.handled() + stalled.stats().dropped())
                        .as("%s of %s", stalled, client)
                        .isEqualTo(published);
            }
        }
        assertThat(client.block.stats().dropped()).isZero();
        assertThat(client.dropped(OverflowPolicy.BLOCK)).isZero();
        assertThat(client.dropped(OverflowPolicy.DROP_OLDEST))
                .isEqualTo(client.dropOldest.stats().dropped());
        assertThat(client.dropped(OverflowPolicy.DROP_NEWEST))
                .isEqualTo(client.dropNewest.stats().dropped());
        assertThat(client.dropped(OverflowPolicy.LATEST))
                .isEqualTo(client.latest.stats().dropped()
                        + client.narrowLatest.stats().dropped());
        assertThat(client.dropOldest.handled()).isEqualTo(1 + QUEUE_MESSAGES);
        assertThat(client.dropNewest.handled()).isEqualTo(1 + QUEUE_MESSAGES);
        assertThat(client.latest.handled()).isEqualTo(1 + CHANNELS);
        assertThat(client.narrowLatest.handled()).isEqualTo(1 + CHANNELS / 2);
        assertThat(client.latest.last()).as("the newest of each channel").isEqualTo(newest);
        assertThatThrownBy(() -> client.end.subscription.ended().get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_OVERFLOW));
        assertThat(client.end.handled() + client.dropped(OverflowPolicy.END))
                .as("%s of %s", client.end, client)
                .isEqualTo(client.end.stats().received())
                .isGreaterThan(QUEUE_MESSAGES);
    }

    /** One episode of each that stalled, but for the one that has room for a message of each channel. */
    private static void assertEpisodes(StalledClient client, Instant released) {
        assertThat(client.episodes)
                .filteredOn(episode -> episode.start().isBefore(released))
                .extracting(SlowConsumer::dropped)
                .as("dropped in the episodes of %s", client)
                .containsExactlyInAnyOrder(
                        0L,
                        client.dropOldest.stats().dropped(),
                        client.dropNewest.stats().dropped(),
                        client.end.stats().dropped(),
                        client.narrowLatest.stats().dropped());
        assertThat(client.episodes)
                .filteredOn(episode -> !episode.start().isBefore(released))
                .as("episodes after the stall, of the one that catches up")
                .allSatisfy(episode -> assertThat(episode.dropped()).isZero());
    }
}
