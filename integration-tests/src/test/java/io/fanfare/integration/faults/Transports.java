package io.fanfare.integration.faults;

import io.fanfare.Providers;
import io.fanfare.spi.Provider;
import io.fanfare.spi.TransportProvider;
import java.util.stream.Stream;

/** The ids of the transports to Redis that were found. */
final class Transports {
    private Transports() {}

    static Stream<String> all() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .map(Provider::id);
    }
}
