package io.fanfare.integration.client;

import io.fanfare.Fanfare;
import io.fanfare.Providers;
import io.fanfare.spi.TransportProvider;
import java.util.List;
import java.util.stream.Stream;

/** A transport to Redis with a codec, by their ids. */
record Pairing(String transport, String codec) {
    /** Returns every transport to Redis that was found with each codec of structured values. */
    static List<Pairing> all() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .flatMap(found -> Stream.of("json", "msgpack").map(codec -> new Pairing(found.id(), codec)))
                .toList();
    }

    Fanfare connect(String uri) {
        return Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec(codec)
                .set("connect-timeout", "20s")
                .build();
    }

    @Override
    public String toString() {
        return transport + "+" + codec;
    }
}
