package io.fanfare.integration.transport;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Node;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster of two masters: the first serves the slots up to 8191, the second those from 8192. */
final class TwoNodes implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int SECOND_HALF = 8192;

    final Node first;
    final Node second;
    private final List<EmbeddedRedis> servers = new ArrayList<>();
    private final Wiring admin;
    private final Set<Long> used = new HashSet<>();

    /** Starts the servers and waits until both serve. */
    TwoNodes(Wiring admin) throws IOException {
        this.admin = admin;
        int[] ports = freePorts();
        first = start(ports[0]);
        second = start(ports[1]);
        on(first, "CLUSTER", "ADDSLOTSRANGE", "0", String.valueOf(SECOND_HALF - 1));
        on(second, "CLUSTER", "ADDSLOTSRANGE", String.valueOf(SECOND_HALF), "16383");
        on(second, "CLUSTER", "SET-CONFIG-EPOCH", "2");
        on(
                first,
                "CLUSTER",
                "MEET",
                second.connect().host(),
                String.valueOf(second.connect().port()),
                String.valueOf(ports[1]));
        for (Node node : List.of(first, second)) {
            Recorder.waitUntil(
                    () -> {
                        String info = on(node, "CLUSTER", "INFO").toString();
                        return info.contains("cluster_state:ok") && info.contains("cluster_size:2");
                    },
                    () -> on(node, "CLUSTER", "INFO").toString());
        }
    }

    /** Returns a shard channel of a slot of its own, which the first node serves. */
    ShardChannel onFirst() {
        return next(0, SECOND_HALF);
    }

    /** Returns a shard channel of a slot of its own, which the second node serves. */
    ShardChannel onSecond() {
        return next(SECOND_HALF, 16384);
    }

    private ShardChannel next(int from, int to) {
        while (true) {
            ShardChannel channel = ShardChannel.of("shard-" + NAMES.incrementAndGet());
            long slot = slot(channel);
            if (slot >= from && slot < to && used.add(slot)) {
                return channel;
            }
        }
    }

    /** Moves the slot of a channel from the first node to the second. */
    void moveToSecond(ShardChannel channel) {
        String slot = String.valueOf(slot(channel));
        String owner = on(second, "CLUSTER", "MYID").toString();
        on(second, "CLUSTER", "SETSLOT", slot, "NODE", owner);
        on(first, "CLUSTER", "SETSLOT", slot, "NODE", owner);
    }

    private long slot(ShardChannel channel) {
        return ((Reply.OfNumber) on(first, "CLUSTER", "KEYSLOT", channel.toString())).value();
    }

    private Reply on(Node node, String... command) {
        try (Session session = new Session(admin, node)) {
            return session.command(command);
        }
    }

    private Node start(int busPort) {
        EmbeddedRedis server = EmbeddedRedis.builder()
                .argument("--cluster-enabled", "yes")
                .argument("--cluster-port", String.valueOf(busPort))
                .argument("--cluster-announce-ip", "127.0.0.1")
                .start();
        servers.add(server);
        return Node.of(server.host(), server.port());
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }

    @Override
    public void close() {
        servers.forEach(EmbeddedRedis::close);
    }
}
