package io.fanfare.transport.redisson;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Opens wires, and closes what it opened. */
final class RedissonTransport implements Transport {
    private final TransportOptions options;
    private final Set<Capability> capabilities;
    private final IoResources resources;
    private final Set<ConnectAttempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    RedissonTransport(TransportOptions options, Set<Capability> capabilities) {
        this.options = options;
        this.capabilities = capabilities;
        this.resources = new IoResources(
                options.get(TransportOptions.IO_THREADS), SocketKind.of(options.get(TransportOptions.NATIVE_IO)));
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
        return connect(node, listener, PushSink.NONE, RedissonPublishConnection::new);
    }

    @Override
    public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
        Subscriptions subscriptions = new Subscriptions();
        return connect(
                node,
                listener,
                new Inbox(node, listener, subscriptions),
                wire -> new RedissonSubscribeConnection(wire, subscriptions));
    }

    @Override
    public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
        return connect(node, listener, PushSink.NONE, RedissonCommandConnection::new);
    }

    private <C> CompletionStage<C> connect(
            Node node, ConnectionListener listener, PushSink sink, Function<Wire, C> use) {
        if (node.connect().isSocket()) {
            return CompletableFuture.failedFuture(new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "transport redisson cannot connect to the Unix domain socket " + node.connect()
                            + "; use the server's TCP port, or a transport with the capability UNIX_SOCKET"));
        }
        ConnectAttempt<C> attempt =
                new ConnectAttempt<>(resources, options, node, sink, listener, use, this::established);
        attempts.add(attempt);
        CompletableFuture<C> result = attempt.result();
        var unused = result.whenComplete((connection, failure) -> attempts.remove(attempt));
        if (closed.get()) {
            attempt.cancel();
        } else {
            attempt.start();
        }
        return result;
    }

    private void established(Wire wire) {
        wires.add(wire);
        wire.channel().closeFuture().addListener(future -> wires.remove(wire));
        if (closed.get()) {
            wire.close();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            attempts.forEach(ConnectAttempt::cancel);
            wires.forEach(Wire::close);
            resources.close();
        }
    }
}
