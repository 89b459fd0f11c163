package io.fanfare.embedded;

/** A server that is a node of a cluster, and its node id. */
record ClusterNode(EmbeddedRedis server, String id) {
    boolean responsive() {
        return server.responsive();
    }
}
