package io.fanfare.integration.topology;

import io.fanfare.Providers;
import io.fanfare.spi.Provider;
import io.fanfare.spi.TransportProvider;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The transports to Redis that were found, alone and with each shape of a deployment. */
final class Wirings {
    private Wirings() {}

    static Stream<String> transports() {
        return providers().map(Provider::id);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(Shape.values())
                .flatMap(shape ->
                        providers().filter(shape::isReachedBy).map(transport -> Arguments.of(shape, transport.id())));
    }

    private static Stream<TransportProvider> providers() {
        return Providers.discover().transports().stream().filter(TransportProvider::reachesRedis);
    }
}
