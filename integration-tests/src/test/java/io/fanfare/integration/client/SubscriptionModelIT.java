package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.Providers;
import io.fanfare.Subscription;
import io.fanfare.TypedTopic;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Provider;
import io.fanfare.spi.Reply;
import io.fanfare.spi.TransportProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A random walk of subscribing, ending and losing the connection, compared with what the server says it holds. */
class SubscriptionModelIT {
    private static final int OPERATIONS = 10_000;
    private static final int CHANNELS = 20;
    private static final int PATTERNS = 5;

    private final List<Subscription> live = new ArrayList<>();

    static Stream<String> transports() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .map(Provider::id);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theServerHoldsWhatIsWanted(String transport) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Fanfare fanfare = Fanfare.builder()
                        .uri(redis.uri())
                        .transport(transport)
                        .codec("string")
                        .set("connect-timeout", "20s")
                        .build();
                Lease<CommandConnection> lease =
                        fanfare.leaseCommands(Duration.ofSeconds(20)).get()) {
            CommandConnection server = lease.connection();
            for (int operation = 1; operation <= OPERATIONS; operation++) {
                step(fanfare, server, random);
                if (operation % 500 == 0) {
                    compare(server);
                }
            }
            live.forEach(Subscription::close);
            live.clear();
            compare(server);
        }
    }

    private void step(Fanfare fanfare, CommandConnection server, Random random) throws Exception {
        int dice = random.nextInt(1_000);
        if (dice == 0) {
            call(server, "CLIENT", "KILL", "TYPE", "pubsub");
        } else if (dice < 500 || live.isEmpty()) {
            live.add(topic(fanfare, random.nextInt(CHANNELS + PATTERNS))
                    .onMessage(message -> {})
                    .subscribe());
        } else {
            live.remove(random.nextInt(live.size())).close();
        }
    }

    private static TypedTopic<String> topic(Fanfare fanfare, int number) {
        return number < CHANNELS
                ? fanfare.channel("c" + number, String.class)
                : fanfare.pattern("p" + number + "*", String.class);
    }

    private void compare(CommandConnection server) throws Exception {
        for (Subscription subscription : live) {
            subscription.ready().get(30, TimeUnit.SECONDS);
        }
        List<Reply> wanted = new ArrayList<>();
        String[] question = new String[2 + CHANNELS];
        question[0] = "PUBSUB";
        question[1] = "NUMSUB";
        for (int i = 0; i < CHANNELS; i++) {
            String name = "c" + i;
            question[2 + i] = name;
            wanted.add(new Reply.OfBytes(name.getBytes(StandardCharsets.US_ASCII)));
            wanted.add(new Reply.OfNumber(holds(name) ? 1 : 0));
        }
        long patterns = live.stream()
                .map(Subscription::topic)
                .filter(Pattern.class::isInstance)
                .distinct()
                .count();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(call(server, question)).isEqualTo(new Reply.OfList(wanted));
            assertThat(call(server, "PUBSUB", "NUMPAT")).isEqualTo(new Reply.OfNumber(patterns));
        });
    }

    private boolean holds(String channel) {
        return live.stream()
                .anyMatch(subscription -> subscription.topic().toString().equals(channel));
    }

    private static Reply call(CommandConnection server, String... arguments) throws Exception {
        return server.call(arguments).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
