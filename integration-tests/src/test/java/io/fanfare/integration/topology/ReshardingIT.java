package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Slots move between the masters of a cluster under load. */
class ReshardingIT {
    private static final String TRANSPORTS = "io.fanfare.integration.topology.Wirings#transports";
    private static final int SLOTS = 16_384;

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void shardChannelsFollowTheirSlots(String transport) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start();
                Play play = new Play(new Site(() -> {}, cluster.uri()).sharded(), transport)) {
            EmbeddedRedis from = cluster.masters().get(0);
            EmbeddedRedis to = cluster.masters().get(1);
            int moved = 0;
            for (int channel = 0; channel < play.hearings().size(); channel++) {
                int slot = cluster.slotOf("play." + channel);
                if (cluster.masterOf(slot).equals(from)) {
                    cluster.moveSlot(slot, to);
                    moved++;
                }
            }
            assertThat(moved).isPositive();
            play.awaitGaps(moved);
            assertThat(play.settle()).as("failed publishes").isZero();
            assertThat(play.hearings())
                    .filteredOn(hearing -> !hearing.gaps().isEmpty())
                    .hasSize(moved)
                    .allMatch(hearing -> hearing.gaps().size() == 1);
            System.out.printf("%s: %d slots moved, longest gap %s%n", transport, moved, play.longestGap());
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aNewMasterTakesSlotsAndAnOldOneLosesAll(String transport) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start();
                Play play = new Play(new Site(() -> {}, cluster.uri()).sharded(), transport)) {
            EmbeddedRedis old = cluster.masters().get(0);
            EmbeddedRedis added = cluster.addMaster();
            int last = SLOTS / 3 - 10;
            cluster.moveSlots(0, last, added);
            play.awaitGaps(1);
            for (int slot = last + 1; slot < SLOTS && serves(cluster, old, slot); slot++) {
                cluster.moveSlot(slot, added);
            }
            await().atMost(Numbers.PATIENCE)
                    .untilAsserted(() -> assertThat(play.subscriber.shards()).hasSize(3));
            play.settle();
        }
    }

    private static boolean serves(EmbeddedCluster cluster, EmbeddedRedis node, int slot) {
        return cluster.masterOf(slot).equals(node);
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void classicChannelsStayWhereTheyAre(String transport) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start();
                Play play = new Play(new Site(() -> {}, cluster.uri()), transport)) {
            int slot = cluster.slotOf("play.0");
            List<EmbeddedRedis> masters = cluster.masters();
            cluster.moveSlot(slot, masters.get(masters.indexOf(cluster.masterOf(slot)) == 0 ? 1 : 0));
            assertThat(play.settle()).isZero();
            assertThat(play.hearings())
                    .allMatch(hearing -> hearing.gaps().isEmpty())
                    .allMatch(hearing -> hearing.overtaken() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void keyspaceNotificationsComeFromEveryMaster(String transport) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder()
                        .replicas(1)
                        .argument("--notify-keyspace-events", "KEA")
                        .start();
                var fanfare =
                        new Site(() -> {}, cluster.uri()).client(transport).build()) {
            var heard = new LinkedBlockingQueue<String>();
            var gaps = new LinkedBlockingQueue<Object>();
            fanfare.pattern("__keyevent@0__:set", String.class)
                    .onMessage(heard::add)
                    .onGap(gaps::add)
                    .subscribe()
                    .ready()
                    .get(60, TimeUnit.SECONDS);
            for (String key : List.of("a", "b", "c", "d", "e", "f")) {
                set(cluster, transport, key);
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(key);
            }
            assertThat(heard).isEmpty();
            cluster.killMaster(cluster.masterOf(cluster.slotOf("a")));
            assertThat(gaps.poll(60, TimeUnit.SECONDS)).isNotNull();
            set(cluster, transport, "a");
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("a");
        }
    }

    /** Sets a key at the master that serves it. */
    private static void set(EmbeddedCluster cluster, String transport, String key) throws Exception {
        EmbeddedRedis master = cluster.masterOf(cluster.slotOf(key));
        Site node = new Site(() -> {}, master.uri());
        try (var client =
                        node.client(transport).setAll(Map.of("startup", "fail")).build();
                var lease = client.leaseCommands(Numbers.PATIENCE).get(60, TimeUnit.SECONDS)) {
            lease.connection().call("SET", key, "x").toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
