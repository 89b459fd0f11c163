package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.DrainReport;
import io.fanfare.Fanfare;
import io.fanfare.ShardState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing and subscribing are the same at a deployment of every shape, over every transport. */
class ShapesIT {
    private static final String ALL = "io.fanfare.integration.topology.Wirings#shapes";
    private static final Map<Shape, Site> SITES = new EnumMap<>(Shape.class);

    private static Site site(Shape shape) {
        return SITES.computeIfAbsent(shape, Shape::start);
    }

    @AfterAll
    static void stop() {
        SITES.values().forEach(Site::close);
        SITES.clear();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void everyChannelArrivesCompleteAndInOrder(Shape shape, String transport) throws Exception {
        try (Play play = new Play(site(shape), transport)) {
            assertThat(play.settle()).isZero();
            assertThat(play.hearings()).allSatisfy(hearing -> {
                assertThat(hearing.gaps()).isEmpty();
                assertThat(hearing.overtaken()).isZero();
            });
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void topicsAndPublishesAreSpreadOverTheShards(Shape shape, String transport) throws Exception {
        Site site = site(shape);
        try (Fanfare fanfare = site.client(transport).build()) {
            List<CompletableFuture<?>> ready = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                ready.add(site.channel(fanfare, "spread." + i)
                        .onMessage(message -> {})
                        .subscribe()
                        .ready());
            }
            CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            List<ShardState> shards = fanfare.shards();
            int expected = shape.name().contains("CLUSTER") ? 3 : 1;
            assertThat(shards).hasSize(expected).allSatisfy(shard -> {
                assertThat(shard.primary()).isPresent();
                assertThat(shard.topics()).isBetween(300 / expected * 7 / 10, 300 / expected * 13 / 10);
                assertThat(shard.publishPool().open()).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aPatternHearsEveryChannel(Shape shape, String transport) throws Exception {
        try (Fanfare fanfare = site(shape).client(transport).build()) {
            var heard = new LinkedBlockingQueue<String>();
            fanfare.pattern("pattern." + transport + ".*", String.class)
                    .onMessage(heard::add)
                    .subscribe()
                    .ready()
                    .get(60, TimeUnit.SECONDS);
            List<String> expected = new ArrayList<>();
            for (int i : IntStream.range(0, 30).toArray()) {
                expected.add(String.valueOf(i));
                fanfare.channel("pattern." + transport + "." + i, String.class)
                        .publish(String.valueOf(i))
                        .get(60, TimeUnit.SECONDS);
            }
            List<String> all = new ArrayList<>();
            while (all.size() < expected.size()) {
                String next = heard.poll(60, TimeUnit.SECONDS);
                assertThat(next).isNotNull();
                all.add(next);
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(heard).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void drainingEndsEverySubscription(Shape shape, String transport) throws Exception {
        Site site = site(shape);
        try (Fanfare fanfare = site.client(transport).build()) {
            List<CompletableFuture<?>> ready = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ready.add(site.channel(fanfare, "drained." + i)
                        .onMessage(message -> {})
                        .subscribe()
                        .ready());
            }
            CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            DrainReport report = fanfare.drain(Duration.ofSeconds(30));
            assertThat(report.complete()).as(report.toString()).isTrue();
            assertThat(fanfare.shards()).allMatch(shard -> shard.topics() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void closingLeavesNoThread(Shape shape, String transport) throws Exception {
        Site site = site(shape);
        Set<Thread> before = threads();
        try (Fanfare fanfare = site.client(transport).build()) {
            site.channel(fanfare, "closed")
                    .onMessage(message -> {})
                    .subscribe()
                    .ready()
                    .get(60, TimeUnit.SECONDS);
            assertThat(threads()).hasSizeGreaterThan(before.size());
        }
        await().atMost(Numbers.PATIENCE)
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fanfare-"))
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }
}
