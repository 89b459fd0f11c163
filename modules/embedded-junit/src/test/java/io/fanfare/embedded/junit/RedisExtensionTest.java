package io.fanfare.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedSentinel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What the extension gives to test classes, run as JUnit runs those of users. */
class RedisExtensionTest {
    private static final List<EmbeddedRedis> SERVERS = new ArrayList<>();
    private static final List<String> URIS = new ArrayList<>();

    @BeforeEach
    void forget() {
        SERVERS.clear();
        URIS.clear();
    }

    @Test
    void aClassHasAServerOfItsOwnWhichEndsWithIt() {
        run(OneServer.class, OneServer.class, 4);
        assertThat(SERVERS).hasSize(4);
        assertThat(SERVERS.stream().distinct()).hasSize(1);
        assertThat(URIS).containsOnly(SERVERS.get(0).uri());
        assertThat(ended(SERVERS.get(0))).isTrue();
    }

    @Test
    void classesShareTheServerOfARun() {
        run(OfTheRun.class, AlsoOfTheRun.class, 2);
        assertThat(SERVERS).hasSize(2);
        assertThat(SERVERS.get(0)).isSameAs(SERVERS.get(1));
        assertThat(ended(SERVERS.get(0))).isTrue();
    }

    @Test
    void sentinelsAndClustersAreGivenToo() {
        run(UnderSentinels.class, UnderSentinels.class, 1);
        run(OfACluster.class, OfACluster.class, 1);
        assertThat(URIS.get(0)).startsWith("redis+sentinel://");
        assertThat(URIS.get(1)).startsWith("rediss+cluster://");
        assertThat(SERVERS).allMatch(RedisExtensionTest::ended);
    }

    @Test
    void whatIsRegisteredGoesByItsOwnSettings() {
        run(Registered.class, Registered.class, 2);
        assertThat(SERVERS.stream().distinct()).hasSize(1);
        assertThat(ended(SERVERS.get(0))).isTrue();
    }

    @Test
    void aWrongParameterFailsWithASentence() {
        fails(WrongShape.class, "This test class has the EmbeddedRedis, and no EmbeddedCluster");
        fails(WrongType.class, "@RedisUri is for a String");
    }

    private static void run(Class<?> first, Class<?> second, int tests) {
        execute(first, second).assertStatistics(all -> all.started(tests).succeeded(tests));
    }

    private static void fails(Class<?> type, String text) {
        execute(type, type)
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(found -> found.contains(text)))));
    }

    private static Events execute(Class<?> first, Class<?> second) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(first), selectClass(second))
                .execute()
                .testEvents();
    }

    private static boolean ended(EmbeddedRedis redis) {
        return ProcessHandle.of(redis.pid()).filter(ProcessHandle::isAlive).isEmpty();
    }

    @WithRedis
    static class OneServer {
        OneServer(EmbeddedRedis redis) {
            SERVERS.add(redis);
        }

        @Test
        void first(@RedisUri String uri) {
            URIS.add(uri);
        }

        @Test
        void second(@RedisUri String uri) {
            URIS.add(uri);
        }

        @Nested
        class Deeper {
            @Test
            void third(@RedisUri String uri) {
                URIS.add(uri);
            }

            @Test
            void fourth(@RedisUri String uri) {
                URIS.add(uri);
            }
        }
    }

    @WithRedis(scope = WithRedis.Scope.RUN)
    static class OfTheRun {
        @Test
        void test(EmbeddedRedis redis) {
            SERVERS.add(redis);
        }
    }

    static class AlsoOfTheRun extends OfTheRun {}

    @WithRedis(WithRedis.Shape.SENTINEL)
    static class UnderSentinels {
        @Test
        void test(EmbeddedSentinel sentinel, @RedisUri String uri) {
            SERVERS.addAll(sentinel.servers());
            URIS.add(uri);
        }
    }

    @WithRedis(value = WithRedis.Shape.CLUSTER, tls = true)
    static class OfACluster {
        @Test
        void test(EmbeddedCluster cluster, @RedisUri String uri) {
            SERVERS.addAll(cluster.nodes());
            URIS.add(uri);
        }
    }

    static class Registered {
        @RegisterExtension
        static final RedisExtension REDIS =
                RedisExtension.starting(() -> EmbeddedRedis.builder().tls().start());

        @Test
        void first(EmbeddedRedis redis) {
            SERVERS.add(redis);
            assertThat(redis.uri()).startsWith("rediss://");
        }

        @Test
        void second(EmbeddedRedis redis) {
            SERVERS.add(redis);
        }
    }

    @WithRedis
    static class WrongShape {
        @Test
        void test(EmbeddedCluster cluster) {
            throw new AssertionError(cluster);
        }
    }

    @WithRedis
    static class WrongType {
        @Test
        void test(@RedisUri int uri) {
            throw new AssertionError(uri);
        }
    }
}
