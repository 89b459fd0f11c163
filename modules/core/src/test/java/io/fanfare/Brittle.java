package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** The memory transport, which throws from its next connect when told to. */
final class Brittle implements TransportProvider {
    final AtomicReference<Error> next = new AtomicReference<>();

    /** What it says that it cannot do. */
    Set<Capability> lacking = Set.of();

    private final TransportProvider memory = new MemoryTransportProvider();

    @Override
    public String id() {
        return "brittle";
    }

    @Override
    public Set<Capability> capabilities() {
        return without(memory.capabilities());
    }

    @Override
    public Transport open(TransportOptions options) {
        Transport transport = memory.open(options);
        return new Transport() {
            @Override
            public Set<Capability> capabilities() {
                return without(transport.capabilities());
            }

            @Override
            public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
                throwNext();
                return transport.connectPublisher(node, listener);
            }

            @Override
            public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
                throwNext();
                return transport.connectSubscriber(node, listener);
            }

            @Override
            public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
                throwNext();
                return transport.connectCommand(node, listener);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    private Set<Capability> without(Set<Capability> all) {
        Set<Capability> left = EnumSet.copyOf(all);
        left.removeAll(lacking);
        return left;
    }

    private void throwNext() {
        Error error = next.getAndSet(null);
        if (error != null) {
            throw error;
        }
    }
}
