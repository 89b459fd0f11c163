package io.fanfare.conformance;

import io.fanfare.spi.Address;
import io.fanfare.spi.Availability;
import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A transport that connects to an address in between. The server keeps its names, that of its certificate too. */
record Detour(TransportProvider direct, Address through) implements TransportProvider {
    /** Returns a node as it is reached through an address in between. */
    static Node node(Node node, Address through) {
        return new Node(through, node.announced(), node.tlsServerName());
    }

    @Override
    public String id() {
        return direct.id();
    }

    @Override
    public Availability availability() {
        return direct.availability();
    }

    @Override
    public Set<Capability> capabilities() {
        return direct.capabilities();
    }

    @Override
    public boolean reachesRedis() {
        return direct.reachesRedis();
    }

    @Override
    public Transport open(TransportOptions options) {
        return new Detoured(direct.open(options), through);
    }

    private record Detoured(Transport direct, Address through) implements Transport {
        @Override
        public Set<Capability> capabilities() {
            return direct.capabilities();
        }

        @Override
        public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
            return direct.connectPublisher(node(node, through), listener);
        }

        @Override
        public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
            return direct.connectSubscriber(node(node, through), listener);
        }

        @Override
        public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
            return direct.connectCommand(node(node, through), listener);
        }

        @Override
        public void close() {
            direct.close();
        }
    }
}
