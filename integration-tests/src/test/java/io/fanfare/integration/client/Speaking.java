package io.fanfare.integration.client;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Providers;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.TransportProvider;
import java.util.List;
import java.util.stream.Stream;

/** A transport to Redis, by its id, with the protocol that it is to speak. */
record Speaking(String transport, String protocol) {
    /** Returns every transport to Redis that was found, with each protocol. */
    static List<Speaking> all() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .flatMap(found -> Stream.of("auto", "resp2", "resp3").map(name -> new Speaking(found.id(), name)))
                .toList();
    }

    /** Returns a client to be built that sends and receives texts. */
    FanfareBuilder client(EmbeddedRedis redis) {
        return client(redis.uri());
    }

    FanfareBuilder client(String uri) {
        return Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("string")
                .set("protocol", protocol)
                .set("connect-timeout", "20s");
    }

    @Override
    public String toString() {
        return transport + " " + protocol;
    }
}
