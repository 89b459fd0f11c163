package io.fanfare.transport.lettuce;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One client of Lettuce's with its event loops. */
final class LettuceTransport implements Transport {
    private final ClientSettings settings;
    private final ClientOptions clientOptions;
    private final PipelineSetup pipelines;
    private final Loops loops;
    private final RedisClient client;
    private final Set<Attempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What goes out behind each handshake, without waiting; a server that refuses it is taken as it is. */
    private final List<List<byte[]>> introduction = ClientLibrary.introduction();

    /** Opens a transport over the resources that are given, or over event loops of its own. */
    LettuceTransport(TransportOptions options, @Nullable ClientResources given) {
        settings = new ClientSettings(options);
        clientOptions = settings.clientOptions();
        pipelines = new PipelineSetup(given == null ? new NettyCustomizer() {} : given.nettyCustomizer());
        loops = given == null ? new OwnLoops(settings.ioThreads(), pipelines) : new GivenLoops(given, pipelines);
        client = RedisClient.create(loops.resources());
        client.setOptions(clientOptions);
    }

    @Override
    public Set<Capability> capabilities() {
        return LettuceTransportProvider.capabilities(DomainSockets.areReachable());
    }

    @Override
    public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
        return connect(node, (wire, handshaken) -> {
            wire.attach(handshaken, new PublishReader(wire), listener, () -> wires.remove(wire));
            return new LettucePublishConnection(wire);
        });
    }

    @Override
    public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
        return connect(node, (wire, handshaken) -> {
            SubscribeReader reader = new SubscribeReader(wire, listener);
            wire.attach(handshaken, reader, listener, () -> wires.remove(wire));
            return new LettuceSubscribeConnection(wire, reader);
        });
    }

    @Override
    public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
        return connect(node, (wire, handshaken) -> {
            wire.attach(handshaken, new ReplyReader(wire), listener, () -> wires.remove(wire));
            return new LettuceCommandConnection(wire);
        });
    }

    private <C extends Connection> CompletionStage<C> connect(Node node, Attempt.Assembly<C> assembly) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(closedFailure());
        }
        if (node.connect().isSocket() && !DomainSockets.areReachable()) {
            return CompletableFuture.failedFuture(new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "transport lettuce cannot connect to the Unix domain socket " + node
                            + " without Netty's native epoll; add io.fanfare:fanfare-natives-linux"));
        }
        RedisURI uri;
        Attempt<C> attempt;
        try {
            uri = settings.uri(node);
            attempt = new Attempt<>(
                    node,
                    settings.connectTimeout(),
                    settings.isResp3Required(),
                    settings.tls(node),
                    (endpoint, channel) -> new Wire(clientOptions, loops.resources(), endpoint, node, channel),
                    (wire, handshaken) -> {
                        C connection = assembly.assemble(wire, handshaken);
                        introduction.forEach(command -> wire.send(new Call(command)));
                        wires.add(wire);
                        if (closed.get()) {
                            wire.close();
                        }
                        return connection;
                    });
        } catch (PubSubException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) { // the supplier of credentials is foreign code
            return CompletableFuture.failedFuture(new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "no connection to " + node + ": the connection cannot be described or the supplier of credentials"
                            + " threw " + e,
                    e));
        }
        start(attempt, uri);
        return attempt.result.copy();
    }

    /** Has an event loop start to connect. */
    private void start(Attempt<?> attempt, RedisURI uri) {
        attempts.add(attempt);
        var unused = attempt.result.whenComplete((connection, failure) -> attempts.remove(attempt));
        EventExecutor loop = loops.next();
        try {
            loop.execute(() -> connect(attempt, uri, loop));
        } catch (RejectedExecutionException e) {
            attempt.abort(closedFailure());
        }
        if (closed.get()) {
            attempt.abort(closedFailure());
        }
    }

    /**
     * Connects. The time runs from the end of this: the first connection of a JVM may spend long on loading Lettuce's
     * classes.
     */
    private void connect(Attempt<?> attempt, RedisURI uri, EventExecutor loop) {
        if (attempt.result.isDone()) {
            return;
        }
        try {
            var connecting = pipelines.during(attempt, () -> client.connectAsync(ByteArrayCodec.INSTANCE, uri));
            var deadline =
                    loop.schedule(attempt::expire, settings.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
            var unused = attempt.result.whenComplete((connection, failure) -> deadline.cancel(false));
            var unusedToo = connecting.whenComplete(attempt::completed);
        } catch (RuntimeException | LinkageError e) {
            attempt.failed(e);
        }
    }

    private static PubSubException closedFailure() {
        return new PubSubException(ErrorCode.CLOSED, "the transport lettuce is closed; open another");
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        for (Attempt<?> attempt : attempts) {
            attempt.abort(closedFailure());
        }
        for (Wire wire : wires) {
            wire.close();
        }
        loops.close(client);
    }
}
