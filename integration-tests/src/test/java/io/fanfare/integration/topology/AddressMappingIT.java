package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedSentinel;
import io.fanfare.spi.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes announce addresses at which nobody listens, and clients are told where to connect instead. */
class AddressMappingIT {
    private static final String TRANSPORTS = "io.fanfare.integration.topology.Wirings#transports";

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aMapperLeadsToTheNodesOfACluster(String transport) throws Exception {
        Map<Integer, Integer> ports = new ConcurrentHashMap<>();
        try (EmbeddedCluster cluster = EmbeddedCluster.builder()
                .announce(node -> announced(ports, node))
                .start()) {
            String uri = cluster.nodes().stream()
                    .map(node -> node.host() + ":" + node.port())
                    .collect(Collectors.joining(",", "redis+cluster://", ""));
            Site site = new Site(() -> {}, uri)
                    .sharded()
                    .mapped(address -> new Address(address.host(), ports.getOrDefault(address.port(), address.port())));
            try (Play play = new Play(site, transport)) {
                cluster.moveSlot(cluster.slotOf("play.0"), other(cluster, cluster.slotOf("play.0")));
                play.awaitGaps(1);
                assertThat(play.settle()).isZero();
                assertThat(play.subscriber.shards())
                        .hasSize(3)
                        .allMatch(shard -> ports.containsKey(
                                shard.primary().orElseThrow().announced().port()));
            }
        }
    }

    /** Returns the port that a node announces: a low one, at which nobody listens. */
    private static int announced(Map<Integer, Integer> ports, EmbeddedRedis node) {
        int port = 1 + ports.size();
        ports.put(port, node.port());
        return port;
    }

    private static EmbeddedRedis other(EmbeddedCluster cluster, int slot) {
        EmbeddedRedis owner = cluster.masterOf(slot);
        return cluster.masters().stream()
                .filter(master -> master != owner)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aMapLeadsToTheMasterOfSentinels(String transport) throws Exception {
        try (Proxies proxies = new Proxies();
                EmbeddedSentinel sentinel =
                        EmbeddedSentinel.builder().announce(proxies::before).start()) {
            proxies.refuse();
            Site site = new Site(() -> {}, sentinel.uri()).set("address-map", String.join(",", proxies.mappings()));
            try (Play play = new Play(site, transport)) {
                assertThat(play.settle()).isZero();
                assertThat(play.subscriber.shards()).singleElement().satisfies(shard -> {
                    EmbeddedRedis master = sentinel.master();
                    assertThat(shard.primary().orElseThrow().announced().port()).isEqualTo(master.announcedPort());
                    assertThat(shard.primary().orElseThrow().connect().port()).isEqualTo(master.port());
                });
            }
        }
    }
}
