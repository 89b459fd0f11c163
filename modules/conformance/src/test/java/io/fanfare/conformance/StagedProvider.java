package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Node;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.util.Set;

/** The memory transport as a server would be: with clients that can be listed and killed, and with a lie in between. */
final class StagedProvider implements TransportProvider {
    private final TransportProvider memory = new MemoryTransportProvider();
    private final Lie lie;
    private final Stage stage;

    StagedProvider(Lie lie, Node home) {
        this.lie = lie;
        this.stage = new Stage(home);
    }

    @Override
    public String id() {
        return "staged";
    }

    @Override
    public Set<Capability> capabilities() {
        return lie.capabilities(memory.capabilities());
    }

    @Override
    public Transport open(TransportOptions options) {
        TransportOptions told = lie.options(options);
        return new StagedTransport(lie, stage, memory.open(told), told.get(TransportOptions.CLIENT_NAME));
    }
}
