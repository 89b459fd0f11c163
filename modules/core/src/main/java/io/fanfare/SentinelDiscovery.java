package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks Sentinels for the address of a master, by {@code SENTINEL GET-MASTER-ADDR-BY-NAME}: the one that answered last,
 * then the others. A master that is new is asked for its role, since a Sentinel may be behind; one that cannot be asked
 * is believed.
 */
final class SentinelDiscovery implements Discovery {
    private final Endpoint endpoint;
    private final String master;
    private final NodeNames names;
    private final Interview sentinels;
    private final Interview servers;
    private final SentinelWatch watch;
    private volatile @Nullable Node known;

    SentinelDiscovery(Endpoint endpoint, NodeNames names, Interview sentinels, Interview servers, SentinelWatch watch) {
        this.endpoint = endpoint;
        this.master = Objects.requireNonNull(endpoint.masterName());
        this.names = names;
        this.sentinels = sentinels;
        this.servers = servers;
        this.watch = watch;
    }

    @Override
    public void onSign(Runnable task) {
        watch.start(task);
    }

    @Override
    public CompletionStage<List<Primary>> find(@Nullable Address hint) {
        Set<Node> candidates = new LinkedHashSet<>();
        Node partner = sentinels.partner();
        if (partner != null) {
            candidates.add(partner);
        }
        endpoint.seeds().stream().map(endpoint::node).forEach(candidates::add);
        return new Candidates(List.copyOf(candidates), this::ask, "no Sentinel names the master " + master).ask();
    }

    private CompletionStage<List<Primary>> ask(Node sentinel) {
        return sentinels
                .ask(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", master)
                .thenCompose(reply -> verified(named(reply)))
                .thenApply(node -> {
                    known = node;
                    return List.of(Primary.of(node));
                });
    }

    private Node named(Reply reply) {
        if (reply instanceof Reply.OfList address && address.values().size() == 2) {
            List<Reply> fields = address.values();
            return names.announced(new Address(
                    fields.get(0).toString(), Integer.parseInt(fields.get(1).toString())));
        }
        throw new PubSubException(
                ErrorCode.CONFIGURATION_INVALID,
                "it watches no master named " + master
                        + "; name one that it watches: redis+sentinel://host:26379/name");
    }

    private CompletionStage<Node> verified(Node node) {
        if (node.equals(known)) {
            return CompletableFuture.completedFuture(node);
        }
        return servers.ask(node, "HELLO").handle((reply, failure) -> {
            String role = failure == null ? RoleWatch.role(reply) : null;
            if (role != null && !role.equals("master")) {
                throw new PubSubException(
                        ErrorCode.SERVER_UNAVAILABLE, "it names " + node + ", which says that it is a " + role);
            }
            return node;
        });
    }

    @Override
    public void close() {
        watch.close();
        sentinels.close();
        servers.close();
    }
}
