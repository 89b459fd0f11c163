package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a cluster for its slots, by {@code CLUSTER SLOTS}: the one that is said to know, then the one asked
 * before, then the primaries known, then the seeds.
 */
final class ClusterDiscovery implements Discovery {
    private final Endpoint endpoint;
    private final NodeNames names;
    private final Interview interview;
    private volatile List<Node> known = List.of();

    ClusterDiscovery(Endpoint endpoint, NodeNames names, Interview interview) {
        this.endpoint = endpoint;
        this.names = names;
        this.interview = interview;
    }

    @Override
    public CompletionStage<List<Primary>> find(@Nullable Address hint) {
        Set<Node> candidates = new LinkedHashSet<>();
        if (hint != null) {
            candidates.add(names.announced(hint));
        }
        Node partner = interview.partner();
        if (partner != null) {
            candidates.add(partner);
        }
        candidates.addAll(known);
        endpoint.seeds().stream().map(endpoint::node).forEach(candidates::add);
        return new Candidates(
                        List.copyOf(candidates), this::ask, "no node of the cluster " + endpoint + " tells its slots")
                .ask()
                .thenApply(this::remember);
    }

    private List<Primary> remember(List<Primary> found) {
        known = found.stream().map(Primary::node).toList();
        return found;
    }

    private CompletionStage<List<Primary>> ask(Node node) {
        return interview.ask(node, "CLUSTER", "SLOTS").handle((reply, failure) -> {
            if (failure == null) {
                return primaries(node, reply);
            }
            throw explained(Link.unwrap(failure));
        });
    }

    private static PubSubException explained(PubSubException refusal) {
        boolean single = String.valueOf(refusal.getMessage()).contains("cluster support disabled");
        return single
                ? new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "it is no node of a cluster; write redis:// in place of redis+cluster://",
                        refusal)
                : refusal;
    }

    private List<Primary> primaries(Node asked, Reply reply) {
        Map<Node, BitSet> slots = new LinkedHashMap<>();
        if (reply instanceof Reply.OfList ranges) {
            for (Reply range : ranges.values()) {
                List<Reply> fields = ((Reply.OfList) range).values();
                Node primary = node(asked, ((Reply.OfList) fields.get(2)).values());
                slots.computeIfAbsent(primary, missing -> new BitSet())
                        .set(Math.toIntExact(number(fields.get(0))), Math.toIntExact(number(fields.get(1)) + 1));
            }
        }
        if (slots.isEmpty()) {
            throw new PubSubException(ErrorCode.SERVER_UNAVAILABLE, "it knows of no node that serves slots");
        }
        List<Primary> found = new ArrayList<>();
        slots.forEach((node, served) -> found.add(new Primary(node, served)));
        return found;
    }

    private static long number(Reply reply) {
        return ((Reply.OfNumber) reply).value();
    }

    /** A node that does not know its own address leaves the host out, or writes a question mark. */
    private Node node(Node asked, List<Reply> fields) {
        String host = fields.get(0) instanceof Reply.OfBytes name ? name.text() : "";
        boolean unknown = host.isEmpty() || host.equals("?");
        return names.announced(
                new Address(unknown ? asked.announced().host() : host, Math.toIntExact(number(fields.get(1)))));
    }

    @Override
    public void close() {
        interview.close();
    }
}
