package io.fanfare.integration.topology;

import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedSentinel;
import io.fanfare.faults.FaultProxy;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A deployment of several nodes that clients reach through a proxy in front of each, and what is done to a node. */
final class Guarded implements AutoCloseable {
    /** How long a client may take to find that nothing passes; by default it would take longer. */
    static final int FOUND_SECONDS = 10;

    private final Proxies proxies = new Proxies();
    private final @Nullable EmbeddedSentinel sentinel;
    private final @Nullable EmbeddedCluster cluster;
    private final Site site;

    /** The deployments of several nodes. */
    enum Kind {
        SENTINEL,
        CLUSTER,
        CLUSTER_SHARDED
    }

    /** Starts one in which each master has so many replicas. */
    Guarded(Kind kind, int replicas) {
        if (kind == Kind.SENTINEL) {
            EmbeddedSentinel started = EmbeddedSentinel.builder()
                    .replicas(replicas)
                    .failoverTimeout(Duration.ofSeconds(2))
                    .announce(proxies::before)
                    .start();
            sentinel = started;
            cluster = null;
            site = new Site(started::close, started.uri());
        } else {
            EmbeddedCluster started = EmbeddedCluster.builder()
                    .replicas(replicas)
                    .announce(proxies::before)
                    .start();
            sentinel = null;
            cluster = started;
            site = new Site(started::close, started.uri());
        }
        if (kind == Kind.CLUSTER_SHARDED) {
            site.sharded();
        }
        site.set("connect-timeout", "1s").set("publish.answer-timeout", "2s");
    }

    /** Opens clients that give a connection up after 2 s of silence: a busy machine is not silent for as long. */
    Play play(String transport) throws Exception {
        return new Play(site, transport, Map.of("ping.interval", "500ms", "ping.timeout", "1500ms"));
    }

    FaultProxy proxy(EmbeddedRedis server) {
        return proxies.of(server);
    }

    /** Returns the primary at which the first channel is. */
    EmbeddedRedis target() {
        return primaryOf(0);
    }

    private EmbeddedRedis primaryOf(int channel) {
        return cluster == null ? watched().master() : cluster.masterOf(cluster.slotOf("play." + channel));
    }

    private EmbeddedSentinel watched() {
        return Objects.requireNonNull(sentinel);
    }

    /** Returns the numbers of the channels at a primary. */
    List<Integer> channelsAt(EmbeddedRedis primary, Play play) {
        return IntStream.range(0, play.hearings().size())
                .filter(channel -> primaryOf(channel) == primary)
                .boxed()
                .toList();
    }

    /** Waits until another node is the primary in place of one that does not answer. */
    void awaitSuccessor(EmbeddedRedis gone) {
        await().atMost(Numbers.PATIENCE).ignoreExceptions().until(() -> target() != gone);
    }

    void awaitStable() {
        if (cluster == null) {
            watched().awaitStable();
        } else {
            cluster.awaitStable();
        }
    }

    /** Returns the ports that the present primaries announce. */
    List<Integer> primaryPorts() {
        List<EmbeddedRedis> primaries = cluster == null ? List.of(watched().master()) : cluster.masters();
        return primaries.stream().map(EmbeddedRedis::announcedPort).toList();
    }

    /** Returns all servers. */
    List<EmbeddedRedis> servers() {
        return cluster == null ? watched().servers() : cluster.nodes();
    }

    /** Ends the connections of all subscribers at a node, and returns how many. */
    static long killSubscribers(EmbeddedRedis node, String transport) throws Exception {
        Site direct = new Site(() -> {}, node.uri());
        try (var client = direct.client(transport).build();
                var lease = client.leaseCommands(Numbers.PATIENCE).get(60, TimeUnit.SECONDS)) {
            Reply reply = lease.connection()
                    .call("CLIENT", "KILL", "TYPE", "pubsub")
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            return ((Reply.OfNumber) reply).value();
        }
    }

    @Override
    public void close() {
        site.close();
        proxies.close();
    }
}
