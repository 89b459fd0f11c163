package io.fanfare.integration.topology;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.faults.FaultProxy;
import io.fanfare.faults.Plan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy in front of each server of a deployment, which announces them. */
final class Proxies implements AutoCloseable {
    private final Map<EmbeddedRedis, FaultProxy> proxies = new ConcurrentHashMap<>();

    /** Starts a proxy in front of a server and returns its port, for the server to announce. */
    int before(EmbeddedRedis server) {
        FaultProxy proxy = FaultProxy.to(server.host(), server.port());
        proxies.put(server, proxy);
        return proxy.port();
    }

    FaultProxy of(EmbeddedRedis server) {
        FaultProxy proxy = proxies.get(server);
        if (proxy == null) {
            throw new IllegalArgumentException("no proxy is before " + server);
        }
        return proxy;
    }

    /** Has every proxy refuse new connections; those that are open stay. */
    void refuse() {
        proxies.values().forEach(proxy -> proxy.apply(Plan.refuse()));
    }

    /** Returns {@code announced:port=host:port} of all servers. */
    List<String> mappings() {
        return proxies.entrySet().stream()
                .map(entry -> entry.getValue().host() + ":" + entry.getValue().port() + "="
                        + entry.getKey().host() + ":" + entry.getKey().port())
                .toList();
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultProxy::close);
    }
}
