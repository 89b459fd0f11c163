package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replicas that become masters, and masters that become replicas. */
class FailoverTest {
    @Test
    void aReplicaFollowsIsPromotedAndTheOldMasterFollowsIt() throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.start();
                EmbeddedRedis second = EmbeddedRedis.builder().replicaOf(first).start()) {
            assertThat(replication(second)).contains("role:slave", "master_link_status:up");
            call(first, "SET", "key", "one");
            await().untilAsserted(() -> assertThat(call(second, "GET", "key")).isEqualTo("one"));

            first.kill();
            second.promote();
            assertThat(replication(second)).contains("role:master");
            call(second, "SET", "key", "two");

            first.restart();
            assertThat(call(first, "GET", "key")).isEmpty();
            first.demoteTo(second);
            assertThat(replication(first)).contains("role:slave", "master_port:" + second.port());
            assertThat(call(first, "GET", "key")).isEqualTo("two");
            assertThatThrownBy(() -> call(first, "SET", "key", "three")).hasMessageContaining("READONLY");
        }
    }

    @Test
    void aReplicaKnowsThePasswordOfItsMaster() throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.builder()
                        .argument("--requirepass", "secret")
                        .start();
                EmbeddedRedis replica = EmbeddedRedis.builder().replicaOf(first).start();
                EmbeddedRedis other = EmbeddedRedis.start()) {
            assertThat(replication(replica)).contains("master_link_status:up");
            other.demoteTo(first);
            assertThat(replication(other)).contains("master_link_status:up");
            replica.promote();
            replica.restart();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(replication(replica)).contains("master_link_status:up"));
        }
    }

    @Test
    void aReplicaWhoseMasterIsAwayFailsWithTheState() {
        try (EmbeddedRedis master = EmbeddedRedis.start();
                EmbeddedRedis other = EmbeddedRedis.builder()
                        .startTimeout(Duration.ofSeconds(1))
                        .start()) {
            master.kill();
            long children = ProcessHandle.current().descendants().count();
            EmbeddedRedis.Builder builder =
                    EmbeddedRedis.builder().replicaOf(master).startTimeout(Duration.ofSeconds(1));
            assertThatThrownBy(builder::start)
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContainingAll("PT1S", "port " + master.port(), "master_link_status:down");
            assertThat(ProcessHandle.current().descendants().count()).isEqualTo(children);
            assertThatThrownBy(() -> other.demoteTo(master)).hasMessageContaining("master_link_status:down");
            assertThatThrownBy(master::promote).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> other.demoteTo(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static String replication(EmbeddedRedis redis) throws IOException {
        return call(redis, "INFO", "replication");
    }

    private static String call(EmbeddedRedis redis, String... words) throws IOException {
        try (RespSocket socket = LifeTest.open(redis)) {
            return socket.call(words);
        }
    }
}
