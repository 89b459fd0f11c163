package io.fanfare.integration.transport;

import io.fanfare.Providers;
import io.fanfare.spi.Capability;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A transport with the protocol that it is to speak. */
record Wiring(TransportProvider provider, Protocol protocol) {
    /** Returns every transport that was found, with each protocol that it knows. */
    static List<Wiring> all() {
        return Providers.discover().transports().stream()
                .flatMap(provider -> provider.capabilities().contains(Capability.RESP3)
                        ? Stream.of(new Wiring(provider, Protocol.RESP2), new Wiring(provider, Protocol.RESP3))
                        : Stream.of(new Wiring(provider, Protocol.AUTO)))
                .toList();
    }

    /** Returns those that lead to a Redis server. */
    static List<Wiring> toRedis() {
        return all().stream().filter(Wiring::reachesRedis).toList();
    }

    boolean reachesRedis() {
        return provider.reachesRedis();
    }

    /** Returns options with time for the first connection of a JVM on a busy machine. */
    TransportOptions options() {
        return TransportOptions.defaults()
                .with(TransportOptions.PROTOCOL, protocol)
                .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofSeconds(20));
    }

    @Override
    public String toString() {
        return provider.id() + " " + protocol;
    }
}
