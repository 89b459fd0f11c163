package io.fanfare.transport.redisson;

import io.fanfare.spi.Address;
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
import io.netty.channel.socket.DuplexChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens wires, and closes what it opened. */
final class RedissonTransport implements Transport {
    private static final long CLOSE_MILLIS = 2_000;

    private final TransportOptions options;
    private final IoResources resources;
    private final Set<ConnectAttempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Opens a transport over the threads that are given, or over its own. */
    RedissonTransport(TransportOptions options, @Nullable IoResources given) {
        this.options = options;
        this.resources = given != null
                ? given
                : new OwnIo(
                        options.get(TransportOptions.IO_THREADS),
                        SocketKind.of(options.get(TransportOptions.NATIVE_IO)));
    }

    @Override
    public Set<Capability> capabilities() {
        return RedissonTransportProvider.capabilities(resources.channel(Address.ofSocket("/")) != null);
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
        Class<? extends DuplexChannel> sockets = resources.channel(node.connect());
        if (sockets == null) {
            return CompletableFuture.failedFuture(new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "transport redisson cannot connect to the Unix domain socket " + node
                            + " but by Netty's native epoll; add io.fanfare:fanfare-natives-linux, and set"
                            + " fanfare.native-io to auto or epoll"));
        }
        ConnectAttempt<C> attempt =
                new ConnectAttempt<>(resources, sockets, options, node, sink, listener, use, this::established);
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

    private static void awaitEnd(Wire wire) {
        if (!wire.channel().eventLoop().inEventLoop()) {
            wire.channel().closeFuture().awaitUninterruptibly(CLOSE_MILLIS);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            attempts.forEach(ConnectAttempt::cancel);
            List<Wire> open = List.copyOf(wires);
            open.forEach(Wire::close);
            resources.close();
            open.forEach(RedissonTransport::awaitEnd);
        }
    }
}
