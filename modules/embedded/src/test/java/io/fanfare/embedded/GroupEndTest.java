package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is left of groups of servers. */
class GroupEndTest {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Set<Long> childrenBefore = children();
    private final Set<Thread> threadsBefore = threads();

    @Test
    void nothingIsLeftOfAClusterWhateverItsNodesWentThrough() throws Exception {
        EmbeddedCluster cluster = EmbeddedCluster.builder().masters(3).tls().start();
        cluster.nodes().get(0).stop();
        cluster.nodes().get(1).kill();
        List<Path> folders = folders(cluster.nodes());
        cluster.close();
        cluster.close();
        assertNothingLeft(folders);
        assertThatThrownBy(cluster::addMaster).isInstanceOf(EmbeddedRedisException.class);
        assertNothingLeft(folders);
    }

    @Test
    void nothingIsLeftOfSentinels() throws Exception {
        EmbeddedSentinel sentinel =
                EmbeddedSentinel.builder().replicas(1).sentinels(2).start();
        List<Path> folders = folders(sentinel.servers());
        folders.addAll(folders(sentinel.sentinels()));
        sentinel.sentinels().get(0).stop();
        sentinel.master().kill();
        sentinel.close();
        sentinel.close();
        assertNothingLeft(folders);
    }

    @Test
    void nothingIsLeftOfAGroupThatDoesNotStart() throws Exception {
        EmbeddedCluster.Builder cluster = EmbeddedCluster.builder().changeTimeout(Duration.ofMillis(1));
        assertThatThrownBy(cluster::start)
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining("PT0.001S");
        EmbeddedSentinel.Builder sentinel = EmbeddedSentinel.builder().announce(server -> 0);
        assertThatThrownBy(sentinel::start).hasMessageContaining("announced port 0");
        EmbeddedCluster.Builder announcing = EmbeddedCluster.builder().announce(server -> {
            throw new IllegalStateException("no proxy");
        });
        assertThatThrownBy(announcing::start).hasMessageContaining("no proxy");
        assertNothingLeft(List.of());
    }

    private void assertNothingLeft(List<Path> folders) throws InterruptedException {
        assertThat(children()).isEqualTo(childrenBefore);
        assertThat(folders).allSatisfy(folder -> assertThat(folder).doesNotExist());
        // the JDK tells of the end of a process on a thread that ends with that
        for (Thread thread : threads()) {
            if (!threadsBefore.contains(thread)) {
                thread.join(PATIENCE_MILLIS);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static List<Path> folders(List<EmbeddedRedis> servers) {
        return new ArrayList<>(servers.stream().map(EmbeddedRedis::folder).toList());
    }

    private static Set<Long> children() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Returns the threads but those that the JDK keeps for a while. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("process reaper")
                        && !thread.getName().startsWith("Common-Cleaner")
                        && !thread.getName().startsWith("ForkJoinPool"))
                .collect(Collectors.toSet());
    }
}
