package io.fanfare.spi;

import java.util.Set;

/** A client library for Redis, found as a service and chosen by its {@link #id()}. */
public interface TransportProvider extends Provider {
    /** Returns what connections of this transport can do. */
    Set<Capability> capabilities();

    /**
     * Tells whether connections lead to a Redis server. A transport that answers false needs none, and is left out
     * where deployments are examined.
     */
    default boolean reachesRedis() {
        return true;
    }

    /**
     * Opens the transport; no connection is made yet.
     *
     * @throws PubSubException {@link ErrorCode#PROVIDER_UNAVAILABLE} if {@link #availability()} says so, or
     *     {@link ErrorCode#UNSUPPORTED} if a required option asks for a {@link Capability} that this transport lacks
     */
    Transport open(TransportOptions options);
}
