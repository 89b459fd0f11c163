package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class UsersTest {
    @Test
    void aUserHasTheRightsOfItsRulesAndNoOther() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .user("app", "secret", "&orders.*", "+subscribe", "+publish")
                        .start();
                RespSocket socket = LifeTest.open(redis)) {
            assertThatThrownBy(() -> socket.call("AUTH", "app", "other")).hasMessageContaining("WRONGPASS");
            assertThat(socket.call("AUTH", "app", "secret")).isEqualTo("OK");
            assertThat(socket.call("PUBLISH", "orders.1", "x")).isEqualTo("0");
            assertThatThrownBy(() -> socket.call("PUBLISH", "invoices", "x")).hasMessageContaining("NOPERM");
            assertThatThrownBy(() -> socket.call("GET", "key")).hasMessageContaining("NOPERM");
        }
    }

    @Test
    void theDefaultUserMayBeSwitchedOff() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .user("app", "secret", "&*", "+@all")
                        .user("default", "never", "off")
                        .start();
                RespSocket socket = LifeTest.open(redis)) {
            assertThatThrownBy(() -> socket.call("PING")).hasMessageContaining("NOAUTH");
            redis.restart();
            redis.promote();
        }
    }

    @Test
    void aPasswordIsRotatedAtRunTimeAndStaysAfterARestart() throws IOException {
        try (EmbeddedRedis redis =
                EmbeddedRedis.builder().user("app", "first", "&*", "+@all").start()) {
            try (RespSocket open = LifeTest.open(redis)) {
                open.call("AUTH", "app", "first");
                redis.setUser("app", "second", "&*", "+@all", ">third");
                assertThat(open.call("ACL", "WHOAMI")).isEqualTo("app");
                assertThatThrownBy(() -> open.call("AUTH", "app", "first")).hasMessageContaining("WRONGPASS");
                assertThat(open.call("AUTH", "app", "second")).isEqualTo("OK");
                assertThat(open.call("AUTH", "app", "third")).isEqualTo("OK");
            }
            redis.kill();
            redis.setUser("app", "fourth", "&*", "+@all");
            redis.restart();
            try (RespSocket socket = LifeTest.open(redis)) {
                assertThatThrownBy(() -> socket.call("AUTH", "app", "second")).hasMessageContaining("WRONGPASS");
                assertThat(socket.call("AUTH", "app", "fourth")).isEqualTo("OK");
            }
        }
    }

    @Test
    void passwordsOfUsersAreNotOnTheCommandLine() {
        try (EmbeddedRedis redis =
                EmbeddedRedis.builder().user("app", "hunter2", "&*").start()) {
            assertThat(ProcessHandle.of(redis.pid()).orElseThrow().info().commandLine())
                    .hasValueSatisfying(line -> assertThat(line).doesNotContain("hunter2"));
        }
    }

    @Test
    void aReplicaHasTheUsersOfItsMaster() throws IOException {
        try (EmbeddedRedis master = EmbeddedRedis.builder()
                        .user("default", "first", "~*", "&*", "+@all")
                        .start();
                EmbeddedRedis replica =
                        EmbeddedRedis.builder().replicaOf(master).start();
                RespSocket socket = LifeTest.open(replica)) {
            assertThat(socket.call("AUTH", "first")).isEqualTo("OK");
            replica.promote();
            master.demoteTo(replica);
            assertThat(master.call("INFO", "replication")).contains("master_link_status:up");
        }
    }

    @Test
    void aClusterHasUsersOnEveryNode() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder()
                .masters(1)
                .replicas(1)
                .user("default", "never", "off")
                .user("app", "first", "&*", "+@all")
                .start()) {
            cluster.setUser("app", "second", "&*", "+@all");
            for (EmbeddedRedis node : cluster.nodes()) {
                try (RespSocket socket = LifeTest.open(node)) {
                    assertThat(socket.call("AUTH", "app", "second")).isEqualTo("OK");
                }
            }
            cluster.failover(cluster.replicas().get(0));
        }
    }

    @Test
    void sentinelsAuthenticateAtServersAndAmongEachOther() throws IOException {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.builder()
                .user("default", "first", "~*", "&*", "+@all")
                .sentinelPassword("watch")
                .start()) {
            try (RespSocket socket = LifeTest.open(sentinel.sentinels().get(0))) {
                assertThatThrownBy(() -> socket.call("PING")).hasMessageContaining("NOAUTH");
                assertThat(socket.call("AUTH", "watch")).isEqualTo("OK");
            }
            EmbeddedRedis old = sentinel.master();
            assertThat(sentinel.failover()).isNotSameAs(old);
            sentinel.setUser("default", "second", "~*", "&*", "+@all");
            try (RespSocket socket = LifeTest.open(sentinel.master())) {
                assertThat(socket.call("AUTH", "second")).isEqualTo("OK");
            }
        }
    }

    @Test
    void aPasswordOfTheDefaultUserServesMasterReplicasAndSentinels() {
        try (EmbeddedSentinel sentinel =
                EmbeddedSentinel.builder().password("secret").sentinels(1).start()) {
            EmbeddedRedis old = sentinel.master();
            assertThat(sentinel.failover()).isNotSameAs(old);
        }
    }

    @Test
    void refusesWhatIsNoUser() {
        EmbeddedRedis.Builder builder = EmbeddedRedis.builder();
        assertThatThrownBy(() -> builder.user("a b", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.user("app", "")).hasMessageContaining("password is empty");
        assertThatThrownBy(() -> builder.user("fanfare-embedded", "x")).isInstanceOf(IllegalArgumentException.class);
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThatThrownBy(() -> redis.setUser("app", "x")).hasMessageContaining("without users");
        }
        try (EmbeddedRedis redis = EmbeddedRedis.builder().user("app", "x").start()) {
            assertThatThrownBy(() -> redis.setUser("app", "x", "+nonsense"))
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContaining("+nonsense");
        }
    }
}
