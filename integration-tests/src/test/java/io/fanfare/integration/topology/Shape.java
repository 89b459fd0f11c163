package io.fanfare.integration.topology;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedSentinel;
import io.fanfare.spi.Capability;
import io.fanfare.spi.TransportProvider;

/** How a deployment is built, and how one of that kind is started. */
enum Shape {
    STANDALONE {
        @Override
        Site start() {
            EmbeddedRedis redis = EmbeddedRedis.start();
            return new Site(redis::close, redis.uri());
        }
    },
    UNIX_SOCKET {
        @Override
        Site start() {
            return SocketServer.start();
        }

        @Override
        boolean isReachedBy(TransportProvider transport) {
            return transport.capabilities().contains(Capability.UNIX_SOCKET);
        }
    },
    SENTINEL {
        @Override
        Site start() {
            EmbeddedSentinel sentinel = EmbeddedSentinel.start();
            return new Site(sentinel::close, sentinel.uri());
        }
    },
    CLUSTER {
        @Override
        Site start() {
            EmbeddedCluster cluster = EmbeddedCluster.start();
            return new Site(cluster::close, cluster.uri());
        }
    },
    CLUSTER_SHARDED {
        @Override
        Site start() {
            return CLUSTER.start().sharded();
        }
    },
    TLS_ACL {
        @Override
        Site start() {
            EmbeddedRedis redis = EmbeddedRedis.builder()
                    .tls()
                    .user("app", "secret", "+@all", "allchannels", "allkeys")
                    .start();
            return new Site(redis::close, redis.uri()).as("app", "secret").over(redis.tls());
        }
    },
    TLS_ACL_CLUSTER {
        @Override
        Site start() {
            EmbeddedCluster cluster = EmbeddedCluster.builder()
                    .tls()
                    .user("app", "secret", "+@all", "allchannels", "allkeys")
                    .start();
            return new Site(cluster::close, cluster.uri())
                    .sharded()
                    .as("app", "secret")
                    .over(cluster.tls());
        }
    },
    TLS_ACL_SENTINEL {
        @Override
        Site start() {
            EmbeddedSentinel sentinel = EmbeddedSentinel.builder()
                    .tls()
                    .user("app", "secret", "+@all", "allchannels", "allkeys")
                    .sentinelPassword("of the sentinels")
                    .start();
            return new Site(sentinel::close, sentinel.uri())
                    .as("app", "secret")
                    .set("sentinel.password", "of the sentinels")
                    .over(sentinel.tls());
        }
    };

    abstract Site start();

    /** Tells whether a transport says that it can connect to such a deployment. */
    boolean isReachedBy(TransportProvider transport) {
        return true;
    }
}
