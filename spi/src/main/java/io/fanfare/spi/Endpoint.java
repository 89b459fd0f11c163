package io.fanfare.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to reach it.
 *
 * @param shape how the deployment is built
 * @param seeds one or more addresses to begin with: of the server, of Sentinels or of nodes of a cluster
 * @param tls whether to connect over TLS
 * @param credentials what to authenticate with; null for none
 * @param masterName the name by which Sentinels know the master; null for every other shape
 */
public record Endpoint(
        Shape shape,
        List<Address> seeds,
        boolean tls,
        @Nullable Credentials credentials,
        @Nullable String masterName) {

    /** How a deployment is built. */
    public enum Shape {
        /** One server. */
        STANDALONE,
        /** A master with replicas, watched by Sentinels. */
        SENTINEL,
        /** A Redis Cluster. */
        CLUSTER
    }

    public Endpoint {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, "an endpoint needs at least one address");
        }
    }

    /**
     * Parses a URI: {@code redis://[user:password@]host[:port]}, {@code redis+sentinel://host[:port],…/master},
     * {@code redis+cluster://host[:port],…} and {@code redis+unix:///path}; {@code rediss} in place of {@code redis}
     * means TLS. The default port is 6379, for Sentinels 26379. User and password are percent-decoded.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the text is not such a URI; the message does
     *     not contain the password
     */
    public static Endpoint parse(String uri) {
        return EndpointUri.parse(uri);
    }

    /** Returns the node at {@code address}, with the TLS setting of this endpoint. */
    public Node node(Address address) {
        return new Node(address, address, tls ? address.host() : null);
    }

    /** Returns the URI without the password. */
    @Override
    public String toString() {
        return EndpointUri.format(this);
    }
}
