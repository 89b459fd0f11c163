package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.faults.AppliedPlan;
import io.fanfare.faults.Plan;
import io.fanfare.integration.topology.Guarded.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults of one node of several, or of its connections, under load: afterwards every subscription is confirmed, those
 * concerned were told of a gap that covers what they missed, and nothing arrived twice.
 */
class TopologyFaultsIT {
    @ParameterizedTest
    @EnumSource
    void theConnectionsToANodeAreResetAndEnded(Kind kind) throws Exception {
        try (Guarded guarded = new Guarded(kind, kind == Kind.SENTINEL ? 1 : 0)) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = guarded.play(transport)) {
                    EmbeddedRedis node = guarded.target();
                    List<Integer> concerned = guarded.channelsAt(node, play);
                    guarded.proxy(node).apply(Plan.reset());
                    play.awaitGaps(concerned, 1);
                    play.awaitConnected();
                    play.numbers.awaitMore(20);
                    guarded.proxy(node).apply(Plan.finish());
                    play.awaitGaps(concerned, 2);
                    settle("RST and FIN", kind, transport, play);
                    play.assertOthersHadNoGap(concerned);
                }
                guarded.awaitStable();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "CLUSTER_SHARDED")
    void aNodeOfAClusterIsBehindABlackHole(Kind kind) throws Exception {
        try (Guarded guarded = new Guarded(kind, 0)) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = guarded.play(transport)) {
                    EmbeddedRedis node = guarded.target();
                    List<Integer> concerned = guarded.channelsAt(node, play);
                    AppliedPlan hole = guarded.proxy(node).apply(Plan.blackHole());
                    awaitFound("black hole", kind, transport, play);
                    hole.remove();
                    play.awaitGaps(concerned, 1);
                    settle("black hole", kind, transport, play);
                    play.assertOthersHadNoGap(concerned);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SENTINEL")
    void theMasterOfSentinelsIsBehindABlackHole(Kind kind) throws Exception {
        try (Guarded guarded = new Guarded(kind, 1)) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = guarded.play(transport)) {
                    EmbeddedRedis node = guarded.target();
                    AppliedPlan hole = guarded.proxy(node).apply(Plan.blackHole());
                    awaitFound("black hole", kind, transport, play);
                    guarded.awaitSuccessor(node);
                    hole.remove();
                    play.awaitGaps(play.hearings().size());
                    settle("black hole", kind, transport, play);
                    awaitAtPrimaries(play.subscriber, guarded);
                    assertThat(play.topicsHeld())
                            .isGreaterThanOrEqualTo(play.hearings().size());
                }
                guarded.awaitStable();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SENTINEL", "CLUSTER"})
    void aNodeKillsTheConnectionsOfAllSubscribers(Kind kind) throws Exception {
        try (Guarded guarded = new Guarded(kind, kind == Kind.SENTINEL ? 1 : 0)) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = guarded.play(transport)) {
                    EmbeddedRedis node = guarded.target();
                    List<Integer> concerned = guarded.channelsAt(node, play);
                    assertThat(Guarded.killSubscribers(node, transport)).isPositive();
                    play.awaitGaps(concerned, 1);
                    settle("CLIENT KILL", kind, transport, play);
                    play.assertOthersHadNoGap(concerned);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMasterIsStoppedAndReturnsAsAReplica(Kind kind) throws Exception {
        try (Guarded guarded = new Guarded(kind, 1)) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = guarded.play(transport)) {
                    EmbeddedRedis master = guarded.target();
                    List<Integer> concerned = guarded.channelsAt(master, play);
                    master.stop();
                    if (kind != Kind.SENTINEL) {
                        // what it had delivered and not yet passed on, it passes on when it goes on
                        Instant stopped = Instant.now();
                        play.hearings().forEach(hearing -> hearing.mayRepeatBefore(stopped));
                    }
                    guarded.awaitSuccessor(master);
                    play.awaitGaps(concerned, 1);
                    awaitAtPrimaries(play.publisher, guarded);
                    play.awaitConnected();
                    master.resume();
                    guarded.awaitStable();
                    settle("SIGSTOP", kind, transport, play);
                    awaitAtPrimaries(play.subscriber, guarded);
                    assertThat(play.topicsHeld())
                            .isGreaterThanOrEqualTo(play.hearings().size());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "CLUSTER_SHARDED")
    void allNodesOfAClusterAreRestartedOneAfterAnother(Kind kind) throws Exception {
        try (Guarded guarded = new Guarded(kind, 0)) {
            for (String transport : Wirings.transports().toList()) {
                try (Play play = guarded.play(transport)) {
                    for (EmbeddedRedis node : guarded.servers()) {
                        List<Integer> concerned = guarded.channelsAt(node, play);
                        node.restart();
                        guarded.awaitStable();
                        play.awaitGaps(concerned, 1);
                        play.awaitConnected();
                    }
                    play.awaitGaps(play.hearings().size());
                    settle("restarts", kind, transport, play);
                }
            }
        }
    }

    /** Waits until the subscriber has found that nothing passes. */
    private static void awaitFound(String what, Kind kind, String transport, Play play) {
        Instant began = Instant.now();
        await().atMost(Duration.ofSeconds(Guarded.FOUND_SECONDS)).until(play::isTroubleFound);
        System.out.printf(
                "%s, %s over %s: found after %d ms%n",
                what, kind, transport, Duration.between(began, Instant.now()).toMillis());
    }

    /** Waits until a client knows the present primaries, and no others. */
    private static void awaitAtPrimaries(Fanfare client, Guarded guarded) {
        await().atMost(Numbers.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(client.shards())
                        .extracting(shard ->
                                shard.primary().orElseThrow().announced().port())
                        .containsExactlyInAnyOrderElementsOf(guarded.primaryPorts()));
    }

    private static void settle(String what, Kind kind, String transport, Play play) {
        long failed = play.settle();
        System.out.printf(
                "%s, %s over %s: longest gap %d ms, %d publishes failed%n",
                what, kind, transport, play.longestGap().toMillis(), failed);
    }
}
