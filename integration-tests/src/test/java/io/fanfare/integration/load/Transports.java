package io.fanfare.integration.load;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Providers;
import io.fanfare.spi.Provider;
import io.fanfare.spi.TransportProvider;
import java.util.List;

/** The transports to Redis that were found, by their ids, and clients over them. */
final class Transports {
    private Transports() {}

    static List<String> all() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .map(Provider::id)
                .toList();
    }

    /** Returns a builder of a client that sends bytes. */
    static FanfareBuilder client(String transport, String uri) {
        return Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("bytes")
                .set("connect-timeout", "20s")
                .set("publish.timeout", "30s");
    }
}
