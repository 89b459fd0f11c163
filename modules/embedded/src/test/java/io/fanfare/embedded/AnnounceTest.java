package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups whose servers announce the ports of relays in front of them. */
class AnnounceTest {
    private final List<PlainRelay> relays = new ArrayList<>();

    @AfterEach
    void closeRelays() throws IOException {
        for (PlainRelay relay : relays) {
            relay.close();
        }
    }

    @Test
    void aClusterNamesTheAnnouncedPortsToClientsAndFormsBehindThem() {
        try (EmbeddedCluster cluster = EmbeddedCluster.builder()
                .masters(2)
                .replicas(1)
                .announce(this::relay)
                .start()) {
            assertNamesAnnouncedPorts(cluster);
            EmbeddedRedis replica = cluster.replicas().get(0);
            replica.restart();
            cluster.awaitStable();
            cluster.failover(replica);
            assertNamesAnnouncedPorts(cluster);
        }
    }

    @Test
    void aClusterWithTlsDoesToo() {
        try (EmbeddedCluster cluster =
                EmbeddedCluster.builder().masters(2).tls().announce(this::relay).start()) {
            assertNamesAnnouncedPorts(cluster);
        }
    }

    private static void assertNamesAnnouncedPorts(EmbeddedCluster cluster) {
        EmbeddedRedis owner = cluster.masterOf(cluster.slotOf("a"));
        assertThat(owner.announcedPort()).isNotEqualTo(owner.port());
        EmbeddedRedis other = cluster.masters().stream()
                .filter(master -> master != owner)
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> other.call("SSUBSCRIBE", "a"))
                .hasMessageContaining("127.0.0.1:" + owner.announcedPort());
        String nodes = other.call("CLUSTER", "NODES");
        for (EmbeddedRedis node : cluster.nodes()) {
            assertThat(nodes).contains("127.0.0.1:" + node.announcedPort() + "@");
            assertThat(cluster.uri()).contains("127.0.0.1:" + node.announcedPort());
        }
    }

    @Test
    void sentinelsNameTheAnnouncedPortsBeforeAndAfterAFailover() {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.builder()
                .announce(this::relay)
                .announceSentinels(this::relay)
                .start()) {
            for (EmbeddedRedis each : sentinel.sentinels()) {
                assertThat(sentinel.uri()).contains("127.0.0.1:" + each.announcedPort());
                assertThat(each.announcedPort()).isNotEqualTo(each.port());
            }
            assertThat(named(sentinel))
                    .isEqualTo("127.0.0.1\n" + sentinel.master().announcedPort());
            EmbeddedRedis old = sentinel.master();
            EmbeddedRedis now = sentinel.failover();
            assertThat(now).isNotSameAs(old);
            assertThat(named(sentinel)).isEqualTo("127.0.0.1\n" + now.announcedPort());
        }
    }

    private static String named(EmbeddedSentinel sentinel) {
        return sentinel.sentinels().get(0).call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
    }

    private int relay(EmbeddedRedis redis) {
        try {
            PlainRelay relay = new PlainRelay(redis.port());
            relays.add(relay);
            return relay.port();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Passes connections on to a port. */
    private static final class PlainRelay implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final int target;

        PlainRelay(int target) throws IOException {
            this.target = target;
            start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept() throws IOException {
            while (true) {
                Socket from = server.accept();
                sockets.add(from);
                start(() -> {
                    try (from;
                            Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
                        sockets.add(to);
                        start(() -> pass(to, from));
                        pass(from, to);
                    }
                });
            }
        }

        private static void pass(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        }

        private static void start(Task task) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            task.run();
                        } catch (IOException ended) {
                            System.getLogger("relay").log(System.Logger.Level.DEBUG, "a connection ended", ended);
                        }
                    },
                    "relay");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }

        private interface Task {
            void run() throws IOException;
        }
    }
}
