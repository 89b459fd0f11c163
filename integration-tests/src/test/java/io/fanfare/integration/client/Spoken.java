package io.fanfare.integration.client;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Providers;
import io.fanfare.spi.TransportProvider;
import java.util.List;
import java.util.stream.Stream;

/** A transport to Redis and the protocol that it speaks. */
record Spoken(TransportProvider transport, String protocol) {
    static List<Spoken> all() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .flatMap(found -> Stream.of("resp2", "resp3").map(protocol -> new Spoken(found, protocol)))
                .toList();
    }

    /** Returns a builder whose first connect has time on a busy machine. */
    FanfareBuilder client(String uri) {
        return Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("string")
                .set("protocol", protocol)
                .set("connect-timeout", "20s")
                .set("probe.interval", "0s");
    }

    /** Tells whether the server answers commands on a connection that is subscribed. */
    boolean isSubscribedAnswered() {
        return protocol.equals("resp3");
    }

    @Override
    public String toString() {
        return transport.id() + " " + protocol;
    }
}
