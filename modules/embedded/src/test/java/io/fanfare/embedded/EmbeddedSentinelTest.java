package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A master, two replicas and three Sentinels; every test leaves them stable. */
class EmbeddedSentinelTest {
    private static EmbeddedSentinel sentinel;

    @BeforeAll
    static void start() {
        sentinel = EmbeddedSentinel.builder().replicas(2).start();
    }

    @AfterAll
    static void close() {
        sentinel.close();
    }

    @AfterEach
    void stable() {
        sentinel.awaitStable();
    }

    @Test
    void threeSentinelsNameTheMasterAndItsReplicas() {
        assertThat(sentinel.servers()).hasSize(3);
        assertThat(sentinel.replicas()).hasSize(2).doesNotContain(sentinel.master());
        assertThat(sentinel.sentinels())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
                        .isEqualTo("127.0.0.1\n" + sentinel.master().port()));
        List<Integer> ports =
                sentinel.sentinels().stream().map(EmbeddedRedis::port).toList();
        assertThat(sentinel.uri())
                .isEqualTo("redis+sentinel://127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1) + ",127.0.0.1:"
                        + ports.get(2) + "/mymaster");
    }

    @Test
    void aFailoverMakesTheOldMasterAReplicaOfTheNewOne() {
        EmbeddedRedis old = sentinel.master();
        EmbeddedRedis now = sentinel.failover();
        assertThat(now).isNotSameAs(old).isSameAs(sentinel.master());
        assertThat(old.call("INFO", "replication")).contains("role:slave", "master_port:" + now.port());
        assertThat(sentinel.failover()).isNotSameAs(now);
    }

    @Test
    void theSentinelsAgreeOnAnotherMasterWhenOneIsKilledAndMakeItAReplicaWhenItReturns() {
        EmbeddedRedis old = sentinel.master();
        EmbeddedRedis now = sentinel.killMaster();
        assertThat(now).isNotSameAs(old);
        assertThat(sentinel.replicas()).hasSize(1).doesNotContain(old);
        old.restart();
        sentinel.awaitStable();
        assertThat(sentinel.replicas()).hasSize(2).contains(old);
    }

    @Test
    void aKilledSentinelIsMissedByNobodyAndReturns() {
        EmbeddedRedis killed = sentinel.sentinels().get(0);
        killed.kill();
        EmbeddedRedis old = sentinel.master();
        assertThat(sentinel.failover()).isNotSameAs(old);
        killed.restart();
        sentinel.awaitStable();
        assertThat(killed.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster"))
                .endsWith("\n" + sentinel.master().port());
    }

    @Test
    void withoutAReplicaNobodyTakesOver() {
        try (EmbeddedSentinel alone =
                EmbeddedSentinel.builder().replicas(0).sentinels(1).start()) {
            assertThatThrownBy(alone::killMaster)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("No replica runs");
        }
    }
}
