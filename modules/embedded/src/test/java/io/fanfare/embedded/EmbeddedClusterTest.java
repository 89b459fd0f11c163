package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One cluster of three masters with a replica each; every test leaves it stable, with a master for every slot. */
class EmbeddedClusterTest {
    private static EmbeddedCluster cluster;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.builder().replicas(1).start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void stable() {
        cluster.awaitStable();
    }

    @Test
    void servesEverySlotOnThreeMastersWithAReplicaEach() {
        assertThat(cluster.nodes()).hasSize(6).doesNotHaveDuplicates();
        assertThat(cluster.masters()).hasSize(3);
        assertThat(cluster.replicas()).hasSize(3).doesNotContainAnyElementsOf(cluster.masters());
        assertThat(cluster.masters())
                .allSatisfy(master -> assertThat(cluster.replicasOf(master)).hasSize(1));
        for (int slot = 0; slot < 16_384; slot += 1_000) {
            assertThat(cluster.masters()).contains(cluster.masterOf(slot));
        }
        assertThat(cluster.uri())
                .startsWith(
                        "redis+cluster://127.0.0.1:" + cluster.nodes().get(0).port() + ",")
                .contains(",127.0.0.1:" + cluster.nodes().get(5).port());
        assertThat(cluster.uri().split(",", -1)).hasSize(6);
    }

    @Test
    void knowsTheSlotOfAChannelAsTheServerDoes() {
        EmbeddedRedis any = cluster.nodes().get(0);
        for (String name : List.of("", "a", "orders", "{user}.orders", "x{}y", "x{y", "{a}{b}", "Ärger{ß}", "}{")) {
            assertThat(cluster.slotOf(name)).as(name).isEqualTo(Integer.parseInt(any.call("CLUSTER", "KEYSLOT", name)));
        }
    }

    @Test
    void aShardChannelIsServedByTheMasterOfItsSlotAloneAndLeftWhenTheSlotMoves() throws IOException {
        int slot = cluster.slotOf("orders");
        EmbeddedRedis from = cluster.masterOf(slot);
        EmbeddedRedis to = cluster.masters().stream()
                .filter(master -> master != from)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> to.call("SSUBSCRIBE", "orders"))
                .hasMessageContaining("MOVED " + slot + " 127.0.0.1:" + from.port());
        try (RespSocket subscriber = LifeTest.open(from)) {
            assertThat(subscriber.call("SSUBSCRIBE", "orders")).isEqualTo("ssubscribe\norders\n1");
            cluster.moveSlot(slot, to);
            assertThat(subscriber.next()).isEqualTo("sunsubscribe\norders\n0");
        }
        assertThat(cluster.masterOf(slot)).isSameAs(to);
        assertThat(to.call("SPUBLISH", "orders", "x")).isEqualTo("0");
        cluster.moveSlot(slot, to);
        cluster.moveSlot(slot, from);
        assertThat(cluster.masterOf(slot)).isSameAs(from);
    }

    @Test
    void aReplicaTakesOverInAgreementWithItsMaster() {
        EmbeddedRedis master = cluster.masterOf(0);
        EmbeddedRedis replica = cluster.replicasOf(master).get(0);
        cluster.failover(replica);
        assertThat(cluster.masterOf(0)).isSameAs(replica);
        assertThat(cluster.replicasOf(replica)).containsExactly(master);
        assertThatThrownBy(() -> cluster.failover(replica))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("master already");
    }

    @Test
    void aReplicaTakesOverFromAKilledMasterWhichReturnsAsAReplica() {
        EmbeddedRedis master = cluster.masterOf(16_383);
        EmbeddedRedis replica = cluster.replicasOf(master).get(0);
        assertThat(cluster.killMaster(master)).isSameAs(replica);
        assertThat(cluster.masterOf(16_383)).isSameAs(replica);
        assertThat(cluster.masters()).hasSize(3).doesNotContain(master);
        assertThat(cluster.replicas()).hasSize(2);
        assertThatThrownBy(() -> cluster.killMaster(replica))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 running replicas");
        master.restart();
        cluster.awaitStable();
        assertThat(cluster.replicasOf(replica)).containsExactly(master);
    }

    @Test
    void growsByAMasterAndAReplicaAndShrinksAgain() {
        EmbeddedRedis master = cluster.addMaster();
        EmbeddedRedis replica = cluster.addReplica(master);
        assertThat(cluster.masters()).hasSize(4).contains(master);
        EmbeddedRedis before = cluster.masterOf(100);
        cluster.moveSlots(100, 299, master);
        assertThat(cluster.masterOf(100)).isSameAs(master);
        assertThat(cluster.masterOf(299)).isSameAs(master);
        assertThat(cluster.masterOf(300)).isSameAs(before);
        assertThatThrownBy(() -> cluster.remove(master)).hasMessageContaining("moveSlots");
        cluster.moveSlots(100, 299, before);
        assertThat(cluster.masters()).contains(master);
        assertThatThrownBy(() -> cluster.remove(master)).hasMessageContaining("is a replica of it");
        cluster.remove(replica);
        cluster.remove(master);
        assertThat(cluster.nodes()).hasSize(6).doesNotContain(master, replica);
        assertThat(ProcessHandle.of(master.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void refusesWhatIsNotOfTheCluster() {
        try (EmbeddedRedis stranger = EmbeddedRedis.start()) {
            assertThatThrownBy(() -> cluster.moveSlot(1, stranger)).hasMessageContaining("no node of this cluster");
            assertThatThrownBy(() -> cluster.failover(stranger)).isInstanceOf(IllegalArgumentException.class);
        }
        EmbeddedRedis replica = cluster.replicas().get(0);
        assertThatThrownBy(() -> cluster.moveSlot(1, replica)).hasMessageContaining("not a running master");
        assertThatThrownBy(() -> cluster.masterOf(16_384)).hasMessageContaining("0 to 16383");
        assertThatThrownBy(() -> cluster.slotOf(null)).isInstanceOf(NullPointerException.class);
    }
}
