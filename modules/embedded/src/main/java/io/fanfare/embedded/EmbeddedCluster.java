package io.fanfare.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Redis Cluster of real redis-server processes on the loopback address, for development and tests; it needs Redis 7.0
 * or newer, as shipped, and no {@code redis-cli}.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster = EmbeddedCluster.builder().replicas(1).start()) {
 *     connect(cluster.uri());
 *     int slot = cluster.slotOf("orders");
 *     cluster.moveSlot(slot, cluster.addMaster());        // every node has it when this returns
 *     cluster.killMaster(cluster.masterOf(slot));         // a replica has taken over when this returns
 * }
 * }</pre>
 *
 * <p>A slot is served from the start, shared evenly by the masters. A master that loses its last slot stays a master,
 * and replicas stay with theirs. Each node is an {@link EmbeddedRedis}, so that it can be killed, stopped, resumed and
 * restarted; what its {@link EmbeddedRedis#promote} and {@link EmbeddedRedis#demoteTo} do is refused by a cluster.
 *
 * <p>Instances are safe for use by several threads; {@link #close} never waits for another call.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(6);

    private final ClusterNodes nodes;
    private final boolean tls;
    private final Duration changeTimeout;
    private final Object change = new Object();

    private EmbeddedCluster(ClusterNodes nodes, boolean tls, Duration changeTimeout) {
        this.nodes = nodes;
        this.tls = tls;
        this.changeTimeout = changeTimeout;
    }

    /** Starts three masters without replicas. */
    public static EmbeddedCluster start() {
        return builder().start();
    }

    /** Returns a builder of three masters without replicas and a node timeout of 2 seconds. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns {@code redis+cluster://127.0.0.1:PORT,127.0.0.1:PORT,…} of all nodes by their announced ports, with TLS
     * {@code rediss+cluster://…}.
     */
    public String uri() {
        return nodes().stream()
                .map(node -> node.host() + ":" + node.announcedPort())
                .collect(Collectors.joining(",", tls ? "rediss+cluster://" : "redis+cluster://", ""));
    }

    /** Returns all nodes, whatever their state, in the order of their start. */
    public List<EmbeddedRedis> nodes() {
        return nodes.all().stream().map(ClusterNode::server).toList();
    }

    /**
     * Returns the running nodes that say that they are masters, with slots and without, in the order of their start.
     */
    public List<EmbeddedRedis> masters() {
        return inRole(true);
    }

    /** Returns the running nodes that say that they are replicas, in the order of their start. */
    public List<EmbeddedRedis> replicas() {
        return inRole(false);
    }

    /** Returns the running replicas of a master, in the order of their start. */
    public List<EmbeddedRedis> replicasOf(EmbeddedRedis master) {
        String id = nodes.of(master).id();
        return nodes.states().stream()
                .filter(state -> state.view().self().master().equals(id))
                .map(state -> state.node().server())
                .toList();
    }

    private List<EmbeddedRedis> inRole(boolean master) {
        return nodes.states().stream()
                .filter(state -> state.isMaster() == master)
                .map(state -> state.node().server())
                .toList();
    }

    /** Returns the certificates of all nodes, as {@link EmbeddedRedis#tls} does. */
    public EmbeddedTls tls() {
        return nodes().get(0).tls();
    }

    /** Returns the slot of a shard channel, or of a key: 0 to 16383. */
    public int slotOf(String channel) {
        return Slots.of(channel);
    }

    /**
     * Returns the master that serves a slot.
     *
     * @throws EmbeddedRedisException when none does, or the running nodes differ in it
     */
    public EmbeddedRedis masterOf(int slot) {
        Slots.check(slot);
        List<String> owners = nodes.states().stream()
                .map(state -> state.view().owner(slot))
                .distinct()
                .toList();
        if (owners.size() != 1 || owners.get(0).isEmpty()) {
            throw new EmbeddedRedisException("Slot " + slot + " is served by " + owners + ", not by one master");
        }
        return nodes.of(owners.get(0)).server();
    }

    /** Moves one slot as {@link #moveSlots} does. */
    public void moveSlot(int slot, EmbeddedRedis to) {
        moveSlots(slot, slot, to);
    }

    /**
     * Has slots, which hold no keys, served by another master, and returns when all running nodes have it so.
     *
     * @param first the first slot
     * @param last the last slot, which is moved too
     * @param to a running master of this cluster
     */
    public void moveSlots(int first, int last, EmbeddedRedis to) {
        Slots.check(first);
        Slots.check(last);
        synchronized (change) {
            ClusterNode target = nodes.of(to);
            nodes.moveSlots(first, last, target);
            deadline().await("The move of the slots " + first + " to " + last + " to " + to, () -> {
                for (NodeState state : nodes.states()) {
                    for (int slot = first; slot <= last; slot++) {
                        if (!state.view().owner(slot).equals(target.id())) {
                            return state.node().server() + " does not know it of slot " + slot;
                        }
                    }
                }
                return nodes.disagreement();
            });
        }
    }

    /**
     * Makes a replica the master by {@code CLUSTER FAILOVER}: in agreement with its master, which becomes its replica.
     * Returns when all running nodes have it so.
     */
    public void failover(EmbeddedRedis replica) {
        synchronized (change) {
            ClusterNode node = nodes.of(replica);
            if (NodeState.of(node).isMaster()) {
                throw new IllegalArgumentException(replica + " is a master already");
            }
            long[] next = {System.nanoTime()};
            deadline().await("The failover to " + replica, () -> {
                if (NodeState.of(node).isMaster()) {
                    return nodes.disagreement();
                }
                // the server gives up after 5 s
                if (System.nanoTime() - next[0] >= 0) {
                    replica.call("CLUSTER", "FAILOVER");
                    next[0] = System.nanoTime() + AGAIN.toNanos();
                }
                return replica + " is not a master yet";
            });
        }
    }

    /**
     * Kills a master and returns when a replica of it has taken over and all running nodes have it so, which takes
     * somewhat longer than the node timeout. The killed node may be {@linkplain EmbeddedRedis#restart restarted}; it
     * returns as a replica, and {@link #awaitStable} waits for that.
     *
     * @param master a running master with a running replica; most masters must be left
     * @return the new master
     */
    public EmbeddedRedis killMaster(EmbeddedRedis master) {
        synchronized (change) {
            ClusterNode node = nodes.of(master);
            List<EmbeddedRedis> heirs = replicasOf(master);
            ClusterView view = NodeState.of(node).view();
            long voters = nodes.states().stream()
                    .filter(state -> state.isMaster()
                            && state.view().serves(state.node().id())
                            && !state.node().equals(node))
                    .count();
            if (heirs.isEmpty() || voters <= view.serving() / 2) {
                throw new IllegalStateException("Nobody would take over from " + master + ": it has " + heirs.size()
                        + " running replicas, and " + voters + " other masters of " + view.serving() + " could vote");
            }
            master.kill();
            deadline().await("The failover from " + master, () -> {
                if (heirs.stream()
                        .noneMatch(heir -> heir.responsive()
                                && NodeState.of(nodes.of(heir)).isMaster())) {
                    return "no replica of it has taken over";
                }
                return nodes.disagreement();
            });
            return heirs.stream()
                    .filter(heir ->
                            heir.responsive() && NodeState.of(nodes.of(heir)).isMaster())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Returns when all running nodes serve, reach each other, and agree on roles and slots, and their replicas are
     * linked to their masters.
     */
    public void awaitStable() {
        deadline().await("The agreement of the cluster", nodes::disagreement);
    }

    /** Starts another master, without slots, and returns it when all running nodes know it. */
    public EmbeddedRedis addMaster() {
        synchronized (change) {
            return join().server();
        }
    }

    /** Starts another replica of a master and returns it when it is linked and all running nodes know it. */
    public EmbeddedRedis addReplica(EmbeddedRedis master) {
        synchronized (change) {
            ClusterNode of = nodes.of(master);
            ClusterNode node = join();
            follow(node, of);
            deadline()
                    .await(
                            "The join of " + node.server() + " as a replica",
                            () -> NodeState.of(node).isMaster() ? "it is a master yet" : nodes.disagreement());
            return node.server();
        }
    }

    private ClusterNode join() {
        ClusterNode node = nodes.start();
        nodes.introduce(List.of(node));
        deadline().await("The join of " + node.server(), nodes::disagreement);
        return node;
    }

    /**
     * Closes a node and has the others forget it.
     *
     * @param node a replica, or a master without slots and replicas
     * @throws IllegalStateException when it serves slots or has replicas
     */
    public void remove(EmbeddedRedis node) {
        synchronized (change) {
            ClusterNode leaving = nodes.of(node);
            for (NodeState state : nodes.states()) {
                if (state.view().serves(leaving.id())) {
                    throw new IllegalStateException(node + " serves slots: moveSlots(…) them to another master first");
                }
                if (state.view().self().master().equals(leaving.id())) {
                    throw new IllegalStateException(state.node().server() + " is a replica of it: remove it first");
                }
            }
            nodes.remove(leaving);
            deadline().await("The removal of " + node, nodes::disagreement);
        }
    }

    /** Defines an ACL user anew on all nodes, as {@link EmbeddedRedis#setUser} does. */
    public void setUser(String name, String password, String... rules) {
        nodes().forEach(node -> node.setUser(name, password, rules));
    }

    private Deadline deadline() {
        return new Deadline(changeTimeout);
    }

    /** Forms the cluster of what was started. */
    private void form(int masters, int replicas) {
        List<ClusterNode> started = new ArrayList<>();
        for (int i = 0; i < masters * (1 + replicas); i++) {
            started.add(nodes.start());
        }
        for (int i = 0; i < masters; i++) {
            int first = i * Slots.COUNT / masters;
            int last = (i + 1) * Slots.COUNT / masters - 1;
            started.get(i).server().call("CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
        }
        nodes.introduce(started);
        deadline().await("The meeting of the nodes", nodes::strangers);
        for (int i = masters; i < started.size(); i++) {
            follow(started.get(i), started.get(i % masters));
        }
        deadline().await("The start of the cluster", () -> {
            long following =
                    nodes.states().stream().filter(state -> !state.isMaster()).count();
            return following == (long) masters * replicas ? nodes.disagreement() : following + " replicas are linked";
        });
    }

    private static void follow(ClusterNode replica, ClusterNode master) {
        replica.server().call("CLUSTER", "REPLICATE", master.id());
    }

    /** Closes all nodes; further calls do nothing. */
    @Override
    public void close() {
        nodes.close();
    }

    @Override
    public String toString() {
        return "cluster of " + nodes.all().size() + " nodes at " + uri();
    }

    /** The settings of one {@link EmbeddedCluster}; not safe for use by several threads. */
    public static final class Builder {
        private static final int MOST_NODES = 60;

        private final EmbeddedRedis.Builder each = EmbeddedRedis.builder();
        private int masters = 3;
        private int replicas;
        private Duration nodeTimeout = Duration.ofSeconds(2);
        private Duration changeTimeout = Duration.ofSeconds(30);
        private @Nullable ToIntFunction<EmbeddedRedis> announced;

        private Builder() {}

        /** Sets the number of masters: at least 1; a replica takes over from a killed one only with 3 or more. */
        public Builder masters(int masters) {
            if (masters < 1 || masters > MOST_NODES) {
                throw new IllegalArgumentException("masters " + masters + ": use 1 to " + MOST_NODES);
            }
            this.masters = masters;
            return this;
        }

        /** Sets the number of replicas of each master: 0 or more. */
        public Builder replicas(int replicas) {
            if (replicas < 0 || replicas > MOST_NODES) {
                throw new IllegalArgumentException("replicas " + replicas + ": use 0 to " + MOST_NODES);
            }
            this.replicas = replicas;
            return this;
        }

        /** Sets {@code cluster-node-timeout}: how long a node is silent before it counts as failed; at least 100 ms. */
        public Builder nodeTimeout(Duration nodeTimeout) {
            if (nodeTimeout.toMillis() < 100) {
                throw new IllegalArgumentException("node timeout " + nodeTimeout + ": use 100 ms or more");
            }
            this.nodeTimeout = nodeTimeout;
            return this;
        }

        /** Sets how long the start of the cluster and each of its changes may take; 30 seconds unless set. */
        public Builder changeTimeout(Duration changeTimeout) {
            if (changeTimeout.isZero() || changeTimeout.isNegative()) {
                throw new IllegalArgumentException("change timeout " + changeTimeout + ": use more than zero");
            }
            this.changeTimeout = changeTimeout;
            return this;
        }

        /**
         * Has each node announce another port on 127.0.0.1 than its own, such as that of a proxy in front of it.
         * Clients go there, and replicas to their masters too; the cluster bus does not.
         *
         * @param port asked for each node when its own port is known and before it joins
         */
        public Builder announce(ToIntFunction<EmbeddedRedis> port) {
            this.announced = Objects.requireNonNull(port, "port");
            return this;
        }

        /** Sets the binary of all nodes, as {@link EmbeddedRedis.Builder#binary} does. */
        public Builder binary(Path binary) {
            each.binary(binary);
            return this;
        }

        /** Adds an argument of all nodes, as {@link EmbeddedRedis.Builder#argument} does. */
        public Builder argument(String name, String... values) {
            each.argument(name, values);
            return this;
        }

        /** Makes all nodes, and their bus, speak TLS with new certificates. */
        public Builder tls() {
            each.tls();
            return this;
        }

        /** Makes all nodes, and their bus, speak TLS with these certificates. */
        public Builder tls(EmbeddedTls tls) {
            each.tls(tls);
            return this;
        }

        /** Sets the password of the default user of all nodes. */
        public Builder password(String password) {
            each.password(password);
            return this;
        }

        /** Adds an ACL user to all nodes, as {@link EmbeddedRedis.Builder#user} does. */
        public Builder user(String name, String password, String... rules) {
            each.user(name, password, rules);
            return this;
        }

        /**
         * Starts the nodes and returns when all serve and agree, which takes 2 to 3 seconds.
         *
         * @throws EmbeddedRedisException when a node does not start, or they do not agree within the change timeout
         */
        public EmbeddedCluster start() {
            ClusterNodes nodes = new ClusterNodes(each, arguments(), announced);
            EmbeddedCluster cluster = new EmbeddedCluster(nodes, each.certificates() != null, changeTimeout);
            boolean formed = false;
            try {
                cluster.form(masters, replicas);
                formed = true;
                return cluster;
            } finally {
                if (!formed) {
                    cluster.close();
                }
            }
        }

        private List<String> arguments() {
            return List.of(
                    "--cluster-node-timeout",
                    String.valueOf(nodeTimeout.toMillis()),
                    "--cluster-allow-replica-migration",
                    "no",
                    // CLUSTER SLOTS lists a replica once it has received something
                    "--repl-ping-replica-period",
                    "1");
        }
    }
}
