package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Node;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.util.Set;

/** An honest transport with a lie in between. What it leads to plays a server, or is one. */
final class StagedProvider implements TransportProvider {
    private final TransportProvider honest;
    private final Lie lie;
    private final Stage stage;

    private StagedProvider(TransportProvider honest, Lie lie, Stage stage) {
        this.honest = honest;
        this.lie = lie;
        this.stage = stage;
    }

    /** Returns the memory transport as a server would be: with clients that can be listed and killed. */
    static StagedProvider memory(Lie lie, Node home) {
        return new StagedProvider(new MemoryTransportProvider(), lie, new MemoryStage(home));
    }

    /** Returns a transport to a server. */
    static StagedProvider over(TransportProvider honest, Lie lie) {
        return new StagedProvider(honest, lie, Stage.server());
    }

    @Override
    public String id() {
        return "staged";
    }

    @Override
    public Set<Capability> capabilities() {
        return lie.capabilities(honest.capabilities());
    }

    @Override
    public boolean reachesRedis() {
        return true;
    }

    @Override
    public Transport open(TransportOptions options) {
        TransportOptions told = lie.options(options);
        return new StagedTransport(lie, stage, honest.open(told), told.get(TransportOptions.CLIENT_NAME));
    }
}
