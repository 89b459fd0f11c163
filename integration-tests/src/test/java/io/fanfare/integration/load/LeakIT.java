package io.fanfare.integration.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.SubscriptionBuilder;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscriptions and clients that come and go, in numbers, over every client library. */
class LeakIT {
    private static final int SUBSCRIPTIONS = 36_000;
    private static final int AT_A_TIME = 40;
    private static final int CLIENTS = 360;
    private static final int SAMPLES = 12;
    private static final long SUBSCRIPTIONS_SLACK_BYTES = 256 << 10;
    private static final long CLIENTS_SLACK_BYTES = 1 << 20;

    private EmbeddedRedis redis;
    private Fanfare watcher;
    private Lease<CommandConnection> server;

    static List<String> transports() {
        return Transports.all();
    }

    @BeforeEach
    void start() throws Exception {
        redis = EmbeddedRedis.start();
        watcher = Transports.client("jedis", redis.uri()).build();
        server = watcher.leaseCommands(Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        server.close();
        watcher.close();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void subscriptionsLeaveNothing(String transport) throws Exception {
        List<Long> heap = new ArrayList<>();
        try (Fanfare fanfare = Transports.client(transport, redis.uri()).build()) {
            subscribeAndEnd(fanfare, 0);
            long connections = connections();
            Set<String> threads = Footprint.threads();
            long descriptors = Footprint.descriptors();
            for (int sample = 1; sample <= SAMPLES; sample++) {
                subscribeAndEnd(fanfare, sample);
                heap.add(Heap.liveBytes());
            }
            assertNothingMore(threads, descriptors, connections);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> channels("*").isEmpty());
        assertFlat(transport, heap, SUBSCRIPTIONS_SLACK_BYTES);
    }

    /**
     * Subscribes to channels that nobody has subscribed to before, and ends that again. Of those at a time one has a
     * connection of its own.
     */
    private static void subscribeAndEnd(Fanfare fanfare, int sample) throws Exception {
        for (int cycle = 0; cycle < SUBSCRIPTIONS / SAMPLES; cycle += AT_A_TIME) {
            List<Subscription> subscriptions = new ArrayList<>();
            for (int i = cycle; i < cycle + AT_A_TIME; i++) {
                SubscriptionBuilder<byte[]> builder = fanfare.channel("leak." + sample + "." + i, byte[].class)
                        .onMessage(bytes -> {});
                subscriptions.add((i == cycle ? builder.ownConnection() : builder).subscribe());
            }
            for (Subscription subscription : subscriptions) {
                subscription.ready().get(30, TimeUnit.SECONDS);
            }
            for (Subscription subscription : subscriptions) {
                subscription.close();
            }
            for (Subscription subscription : subscriptions) {
                subscription.unsubscribe().get(30, TimeUnit.SECONDS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void clientsLeaveNothing(String transport) throws Exception {
        List<Long> heap = new ArrayList<>();
        long connections = connections();
        openAndClose(transport);
        await().atMost(Duration.ofSeconds(30)).until(() -> connections() == connections);
        Set<String> threads = Footprint.threads();
        long descriptors = Footprint.descriptors();
        for (int sample = 1; sample <= SAMPLES; sample++) {
            openAndClose(transport);
            heap.add(Heap.liveBytes());
        }
        assertNothingMore(threads, descriptors, connections);
        assertThat(channels("*")).isEmpty();
        assertFlat(transport, heap, CLIENTS_SLACK_BYTES);
    }

    /** Opens clients that use every kind of connection, and closes them, with subscriptions that have not ended. */
    private void openAndClose(String transport) throws Exception {
        for (int i = 0; i < CLIENTS / SAMPLES; i++) {
            try (Fanfare fanfare = Transports.client(transport, redis.uri()).build();
                    Lease<CommandConnection> lease =
                            fanfare.leaseCommands(Duration.ofSeconds(20)).get(30, TimeUnit.SECONDS)) {
                TypedChannel<byte[]> channel = fanfare.channel("leak", byte[].class);
                channel.onMessage(bytes -> {}).subscribe().ready().get(30, TimeUnit.SECONDS);
                channel.onMessage(bytes -> {})
                        .ownConnection()
                        .subscribe()
                        .ready()
                        .get(30, TimeUnit.SECONDS);
                assertThat(channel.publish(new byte[1]).get(30, TimeUnit.SECONDS))
                        .isEqualTo(2);
                assertThat(call(lease.connection(), "PING")).isInstanceOf(Reply.OfBytes.class);
            }
        }
    }

    /** Waits until all that is not in use has ended: the server notices a close, and idle threads end, with delay. */
    private void assertNothingMore(Set<String> threads, long descriptors, long connections) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(Footprint.threads()).isSubsetOf(threads);
            assertThat(Footprint.descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors);
            assertThat(connections()).as("connections").isEqualTo(connections);
            assertThat(channels("leak*")).as("channels").isEmpty();
        });
    }

    private static void assertFlat(String transport, List<Long> heap, long slackBytes) {
        System.out.println(transport + ": live heap in KiB "
                + heap.stream().map(bytes -> bytes >> 10).toList());
        assertThat(Footprint.growth(heap)).as("bytes of growth of %s", heap).isLessThan(slackBytes);
    }

    private List<Reply> channels(String pattern) throws Exception {
        return ((Reply.OfList) call(server.connection(), "PUBSUB", "CHANNELS", pattern)).values();
    }

    private long connections() throws Exception {
        String clients = ((Reply.OfBytes) call(server.connection(), "CLIENT", "LIST")).text();
        return clients.lines().count();
    }

    private static Reply call(CommandConnection connection, String... arguments) throws Exception {
        return connection.call(arguments).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
