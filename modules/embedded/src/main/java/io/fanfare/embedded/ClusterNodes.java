package io.fanfare.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The nodes of a cluster in the order of their start: how they begin, join, agree, and leave. */
final class ClusterNodes {
    private static final int ANSWER_MILLIS = 5000;

    private final EmbeddedRedis.Builder each;
    private final List<String> arguments;
    private final @Nullable ToIntFunction<EmbeddedRedis> announced;
    private final List<ClusterNode> nodes = new CopyOnWriteArrayList<>();
    private int epochs;
    private volatile boolean closed;

    ClusterNodes(EmbeddedRedis.Builder each, List<String> arguments, @Nullable ToIntFunction<EmbeddedRedis> announced) {
        this.each = each;
        this.arguments = arguments;
        this.announced = announced;
    }

    /** Starts a server that is alone yet. */
    ClusterNode start() {
        Setup setup = each.member(arguments);
        setup.cluster();
        EmbeddedRedis server = each.start(setup);
        boolean added = false;
        try {
            if (announced != null) {
                server.announce(
                        announced.applyAsInt(server),
                        setup.tls() == null ? "cluster-announce-port" : "cluster-announce-tls-port");
            }
            ClusterNode node = new ClusterNode(server, server.call("CLUSTER", "MYID"));
            server.call("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(++epochs));
            nodes.add(node);
            added = true;
            if (closed) {
                server.close();
                throw new EmbeddedRedisException("The cluster was closed while " + server + " joined");
            }
            return node;
        } finally {
            if (!added) {
                server.close();
            }
        }
    }

    /** Makes the nodes know each other: with all pairs introduced nobody waits for gossip. */
    void introduce(List<ClusterNode> newcomers) {
        for (ClusterNode newcomer : newcomers) {
            for (ClusterNode other : responsive()) {
                if (!other.equals(newcomer)) {
                    newcomer.server()
                            .call(
                                    "CLUSTER",
                                    "MEET",
                                    Loopback.HOST,
                                    String.valueOf(other.server().announcedPort()),
                                    String.valueOf(other.server().busPort()));
                }
            }
        }
    }

    List<ClusterNode> all() {
        return List.copyOf(nodes);
    }

    List<ClusterNode> responsive() {
        return nodes.stream().filter(ClusterNode::responsive).toList();
    }

    ClusterNode of(EmbeddedRedis server) {
        return nodes.stream()
                .filter(node -> node.server() == server)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(server + " is no node of this cluster"));
    }

    /** Returns the node of an id. */
    ClusterNode of(String id) {
        return nodes.stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new EmbeddedRedisException("The cluster has a node that it was not given: " + id));
    }

    /** Returns what every node that answers says. */
    List<NodeState> states() {
        return responsive().stream().map(NodeState::of).toList();
    }

    /** Returns why the nodes that answer do not know and reach each other, or nothing. */
    String strangers() {
        List<ClusterNode> reachable = responsive();
        for (NodeState state : states()) {
            for (ClusterNode other : reachable) {
                if (!state.trusts(other)) {
                    return state.node().server() + " does not reach " + other.server();
                }
            }
            if (state.view().size() != nodes.size()) {
                return state.node().server() + " knows " + state.view().size() + " of " + nodes.size() + " nodes";
            }
        }
        return "";
    }

    /** Returns why the nodes that answer do not serve and agree on everything, or nothing. */
    String disagreement() {
        String strangers = strangers();
        if (!strangers.isEmpty()) {
            return strangers;
        }
        List<NodeState> states = states();
        if (states.isEmpty()) {
            return "no node runs";
        }
        NodeState first = states.get(0);
        for (NodeState state : states) {
            EmbeddedRedis server = state.node().server();
            if (!state.serves()) {
                return server + " does not serve: "
                        + state.cluster().lines().findFirst().orElse("");
            }
            if (!state.view().sameOwners(first.view())) {
                return server + " and " + first.node().server() + " differ in who serves which slots";
            }
            for (ClusterNode node : responsive()) {
                if (!state.masterOf(node).equals(first.masterOf(node))) {
                    return server + " and " + first.node().server() + " differ in the role of " + node.server();
                }
            }
            if (!state.isMaster() && of(state.view().self().master()).responsive() && !state.linkedToMaster()) {
                return server + " is not linked to its master";
            }
        }
        return "";
    }

    /** Has slots served by another master; they hold no keys. */
    void moveSlots(int first, int last, ClusterNode target) {
        Map<String, RespSocket> sockets = new HashMap<>();
        try {
            List<String> masters = new ArrayList<>();
            ClusterView view = NodeState.of(target).view();
            for (NodeState state : states()) {
                if (state.isMaster()) {
                    masters.add(state.node().id());
                    sockets.put(
                            state.node().id(), state.node().server().access().open(ANSWER_MILLIS));
                }
            }
            for (int slot = first; slot <= last; slot++) {
                String owner = view.owner(slot);
                if (owner.equals(target.id())) {
                    continue;
                }
                RespSocket taking = sockets.get(target.id());
                if (taking == null) {
                    throw new IllegalArgumentException(target.server() + " is not a running master");
                }
                // the end of an import raises the epoch of the target above all and tells everyone
                if (!owner.isEmpty() && (slot == first || slot == last)) {
                    taking.call("CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", owner);
                }
                taking.call("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", target.id());
                RespSocket giving = sockets.get(owner);
                if (giving != null) {
                    giving.call("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", target.id());
                }
                for (String other : masters) {
                    RespSocket telling = sockets.get(other);
                    if (telling != null && telling != giving && telling != taking) {
                        telling.call("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", target.id());
                    }
                }
            }
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    "Cannot move the slots " + first + " to " + last + " to " + target.server() + ": " + e.getMessage(),
                    e);
        } finally {
            sockets.values().forEach(ClusterNodes::close);
        }
    }

    private static void close(RespSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot close a connection: " + e, e);
        }
    }

    /** Ends a node and has the others forget it. */
    void remove(ClusterNode node) {
        node.server().close();
        nodes.remove(node);
        for (ClusterNode other : responsive()) {
            other.server().call("CLUSTER", "FORGET", node.id());
        }
    }

    void close() {
        closed = true;
        Closing.all(nodes.stream().map(ClusterNode::server).toList());
    }
}
