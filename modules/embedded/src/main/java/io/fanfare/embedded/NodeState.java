package io.fanfare.embedded;

import io.fanfare.embedded.ClusterView.Entry;
import java.io.IOException;

/** What a node of a cluster says at one time. */
record NodeState(ClusterNode node, ClusterView view, String cluster, String replication) {
    private static final int ANSWER_MILLIS = 2000;

    static NodeState of(ClusterNode node) {
        try (RespSocket socket = node.server().access().open(ANSWER_MILLIS)) {
            return new NodeState(
                    node,
                    new ClusterView(socket.call("CLUSTER", "NODES")),
                    socket.call("CLUSTER", "INFO"),
                    socket.call("INFO", "replication"));
        } catch (IOException e) {
            throw new EmbeddedRedisException(node.server() + " does not tell its state: " + e.getMessage(), e);
        }
    }

    boolean isMaster() {
        return view.self().isMaster();
    }

    boolean serves() {
        return cluster.contains("cluster_state:ok");
    }

    boolean linkedToMaster() {
        return replication.contains("master_link_status:up");
    }

    /**
     * Returns what the node takes for the master of another, {@code -} for a master, {@code unknown} for a stranger.
     */
    String masterOf(ClusterNode other) {
        Entry entry = view.entry(other.id());
        return entry == null ? "unknown" : entry.master();
    }

    /** Returns whether the node reaches another and does not suspect it. */
    boolean trusts(ClusterNode other) {
        Entry entry = view.entry(other.id());
        return entry != null && entry.healthy();
    }
}
