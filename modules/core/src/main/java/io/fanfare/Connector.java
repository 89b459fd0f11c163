package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Connects to the primaries of shards. Tells the observer of every connection that is made, fails or is lost, and has
 * the deployment asked for its primaries whenever one fails or is lost. Thread-safe.
 */
final class Connector {
    /** Opens a connection to a node. */
    interface Opening<C extends Connection> {
        CompletionStage<C> open(Node node, ConnectionListener listener);
    }

    /** Hears of the connections of one kind to one shard. */
    interface Fate {
        Fate NONE = new Fate() {};

        /** A connection is open. */
        default void connected() {}

        /** No connection was made. */
        default void failed(PubSubException cause) {}

        /** A connection that publishes was closed by who holds it. */
        default void closed() {}

        /** A connection was lost; {@code onward} tells who holds it. */
        default void lost(PubSubException cause, Runnable onward) {
            onward.run();
        }
    }

    private final Topology topology;
    private final Node seed;
    private final PubSubObserver observer;
    private final CompletableFuture<Void> firstFailure = new CompletableFuture<>();

    /** Creates one; {@code seed} stands for the primary of a shard until that is known. */
    Connector(Topology topology, Node seed, PubSubObserver observer) {
        this.topology = topology;
        this.seed = seed;
        this.observer = observer;
    }

    /** Fails when the first attempt to connect fails, and never completes otherwise. */
    CompletableFuture<Void> firstFailure() {
        return firstFailure;
    }

    <C extends Connection> ConnectionFactory<C> factory(Shard shard, Role role, Opening<C> opening, Fate fate) {
        return listener -> {
            long start = System.nanoTime();
            ConnectionListener noting = new ConnectionListener() {
                @Override
                public void onLost(PubSubException cause) {
                    observer.disconnected(node(shard), role, cause);
                    fate.lost(cause, () -> listener.onLost(cause));
                    topology.suspect();
                }
            };
            return topology.locate(shard)
                    .thenCompose(node -> Link.connect(loss -> opening.open(node, loss), noting))
                    .thenCompose(made -> current(shard, made))
                    .whenComplete((connection, failure) -> {
                        if (failure == null) {
                            fate.connected();
                            if (connection instanceof WatchedConnection watched) {
                                watched.whenClosed(fate::closed);
                            }
                            observer.connected(connection.node(), role, Duration.ofNanos(System.nanoTime() - start));
                        } else {
                            failed(shard, role, Link.unwrap(failure), fate);
                        }
                    });
        };
    }

    private void failed(Shard shard, Role role, PubSubException cause, Fate fate) {
        fate.failed(cause);
        observer.disconnected(node(shard), role, cause);
        firstFailure.completeExceptionally(cause);
        topology.suspect();
    }

    /** Refuses a connection to a node that has ceased to be the primary while it was being connected to. */
    private static <C extends Connection> CompletionStage<C> current(Shard shard, C made) {
        if (!shard.wasServedBy(made.node())) {
            return CompletableFuture.completedFuture(made);
        }
        made.close();
        return CompletableFuture.failedFuture(new PubSubException(
                ErrorCode.DEMOTED, made.node() + " has ceased to be the primary; " + shard + " is it now"));
    }

    private Node node(Shard shard) {
        Node known = shard.primary();
        return known == null ? seed : known;
    }
}
