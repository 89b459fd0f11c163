package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedSentinel;
import io.fanfare.spi.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another node becomes the primary under load: publishes follow, every subscription is confirmed there and told of a
 * gap that covers what it missed, and nothing arrives twice.
 */
class FailoverIT {
    private static final String TRANSPORTS = "io.fanfare.integration.topology.Wirings#transports";

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void sentinelsReplaceTheMaster(String transport) throws Exception {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start();
                Site site = new Site(sentinel::close, sentinel.uri());
                Play play = new Play(site, transport)) {
            EmbeddedRedis master = sentinel.failover();
            play.awaitGaps(play.hearings().size());
            report("Sentinel, planned", transport, play);
            assertThat(primary(play)).isEqualTo(Node.of(master.host(), master.port()));
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void theMasterThatSentinelsWatchIsKilled(String transport) throws Exception {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start();
                Site site = new Site(sentinel::close, sentinel.uri());
                Play play = new Play(site, transport)) {
            EmbeddedRedis master = sentinel.killMaster();
            play.awaitGaps(play.hearings().size());
            report("Sentinel, kill", transport, play);
            assertThat(primary(play)).isEqualTo(Node.of(master.host(), master.port()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplicaOfAClusterTakesOverByAgreement(boolean sharded) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder().replicas(1).start()) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = new Play(site(cluster, sharded), transport)) {
                    cluster.failover(cluster.replicas().get(0));
                    play.awaitGaps(1);
                    report("cluster, planned, sharded " + sharded, transport, play);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMasterOfAClusterIsKilled(boolean sharded) throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder().replicas(1).start()) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = new Play(site(cluster, sharded), transport)) {
                    EmbeddedRedis killed = cluster.masterOf(cluster.slotOf("play.0"));
                    cluster.killMaster(killed);
                    play.awaitGaps(1);
                    report("cluster, kill, sharded " + sharded, transport, play);
                    killed.restart();
                    cluster.awaitStable();
                }
            }
        }
    }

    private static Site site(EmbeddedCluster cluster, boolean sharded) {
        Site site = new Site(() -> {}, cluster.uri());
        return sharded ? site.sharded() : site;
    }

    private static Node primary(Play play) {
        return play.subscriber.shards().get(0).primary().orElseThrow();
    }

    private static void report(String what, String transport, Play play) {
        long failed = play.settle();
        System.out.printf(
                "%s over %s: longest gap %d ms, %d publishes failed%n",
                what, transport, play.longestGap().toMillis(), failed);
    }
}
