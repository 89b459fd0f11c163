package io.fanfare.integration.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.Network;

/** A master and a replica in containers on one network, by their names there. */
class ReplicationIT {
    @BeforeAll
    static void needsAnEngine() {
        Engine.require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jedis", "lettuce", "redisson"})
    void aSubscriberAtTheReplicaHearsTheMasterAndThenThePromotedReplica(String transport) throws IOException {
        try (Network network = Network.newNetwork();
                RedisContainer master =
                        new RedisContainer().withNetwork(network).withNetworkAliases("first");
                RedisContainer replica = new RedisContainer()
                        .with("--replicaof", "first", "6379")
                        .withNetwork(network)
                        .withNetworkAliases("second")) {
            master.start();
            replica.start();
            awaitLink(replica, "first");
            try (Talk talk = new Talk(transport, replica.uri(), master.uri(), UnaryOperator.identity())) {
                talk.settle(0);
            }
            master.kill();
            assertThat(replica.call("REPLICAOF NO ONE")).isEqualTo("+OK");
            try (Talk talk = new Talk(transport, replica.uri(), replica.uri(), UnaryOperator.identity())) {
                talk.settle(0);
            }
            master.startAgain();
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> master.call("REPLICAOF second 6379").startsWith("+OK"));
            awaitLink(master, "second");
            try (Talk talk = new Talk(transport, master.uri(), replica.uri(), UnaryOperator.identity())) {
                talk.settle(0);
            }
        }
    }

    private static void awaitLink(RedisContainer replica, String master) {
        Awaitility.await()
                .atMost(Talk.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(replica.call("INFO replication"))
                        .contains("role:slave", "master_host:" + master, "master_link_status:up"));
    }
}
