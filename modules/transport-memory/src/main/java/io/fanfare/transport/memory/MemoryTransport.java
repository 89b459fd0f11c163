package io.fanfare.transport.memory;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens wires to brokers. One event loop reads all of them and completes everything. */
final class MemoryTransport implements Transport {
    private final EventLoop loop = new EventLoop("fanfare-memory");
    private final Set<Wire> wires = new HashSet<>();
    private final @Nullable Supplier<Credentials> credentials;
    private final String clientName;
    private final boolean resp2;
    private final long outputLimit;
    private boolean closed;

    MemoryTransport(TransportOptions options, long outputLimit) {
        this.credentials = options.find(TransportOptions.CREDENTIALS);
        this.clientName = options.get(TransportOptions.CLIENT_NAME);
        this.resp2 = options.get(TransportOptions.PROTOCOL) == Protocol.RESP2;
        this.outputLimit = outputLimit;
    }

    @Override
    public Set<Capability> capabilities() {
        return MemoryTransportProvider.CAPABILITIES;
    }

    @Override
    public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
        return connect(node, Role.PUBLISH, listener, MemoryPublishConnection::new);
    }

    @Override
    public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
        return connect(node, Role.SUBSCRIBE, listener, MemorySubscribeConnection::new);
    }

    @Override
    public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
        return connect(node, Role.COMMAND, listener, MemoryCommandConnection::new);
    }

    private <C> CompletionStage<C> connect(
            Node node, Role role, ConnectionListener listener, Function<Wire, C> connection) {
        CompletableFuture<C> stage = new CompletableFuture<>();
        Runnable connecting = () -> {
            C connected;
            try {
                connected = connection.apply(open(node, role, listener));
            } catch (PubSubException e) {
                stage.completeExceptionally(e);
                return;
            }
            stage.complete(connected);
        };
        if (!loop.execute(connecting)) {
            stage.completeExceptionally(transportClosed(node));
        }
        return stage;
    }

    private Wire open(Node node, Role role, ConnectionListener listener) {
        if (node.isTls()) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "the transport memory cannot connect to " + node + " over TLS; use a redis URI, not rediss");
        }
        if (node.connect().isSocket()) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "the transport memory cannot connect to the Unix domain socket " + node
                            + "; use redis://host:port");
        }
        askForCredentials(node);
        synchronized (this) {
            if (closed) {
                throw transportClosed(node);
            }
            Broker broker = Brokers.enter(node.connect());
            Wire wire = new Wire(
                    broker, Peer.named(clientName, resp2), node, role, listener, loop, outputLimit, this::forget);
            broker.connect(wire);
            wires.add(wire);
            return wire;
        }
    }

    /** Asks as a transport to Redis must at each connect; brokers accept whatever comes. */
    private void askForCredentials(Node node) {
        if (credentials == null) {
            return;
        }
        try {
            Objects.requireNonNull(credentials.get(), "no credentials");
        } catch (RuntimeException | LinkageError e) {
            throw new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "cannot connect to " + node + ": the supplier of credentials threw " + e,
                    e);
        }
    }

    private synchronized void forget(Wire wire) {
        wires.remove(wire);
    }

    @Override
    public void close() {
        List<Wire> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(wires);
        }
        open.forEach(Wire::close);
        loop.stop();
    }

    private static PubSubException transportClosed(Node node) {
        return new PubSubException(ErrorCode.CLOSED, "cannot connect to " + node + ": the transport memory is closed");
    }
}
