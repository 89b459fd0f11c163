package io.fanfare.transport.redisson;

import io.fanfare.spi.Address;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.client.NettyHook;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisClientConfig;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisException;
import org.redisson.client.RedisWrongPasswordException;
import org.redisson.client.handler.ConnectionWatchdog;
import org.redisson.client.handler.ErrorsLoggingHandler;
import org.redisson.misc.RedisURI;

/**
 * Connects once, within one deadline. Redisson resolves, connects and authenticates; then its handlers leave the
 * channel to a {@link Wire}, because its decoder loses refusals and unasked ends of subscriptions.
 *
 * @param <C> what the wire is used as
 */
final class ConnectAttempt<C> {
    private static final String TCP = "redis";
    private static final String UNIX = "redis+uds";

    private final IoResources resources;
    private final Class<? extends DuplexChannel> sockets;
    private final EventLoop loop;
    private final TransportOptions options;
    private final Duration timeout;
    private final Node node;
    private final PushSink sink;
    private final ConnectionListener listener;
    private final Function<Wire, C> use;
    private final Consumer<Wire> established;
    private final CompletableFuture<C> result = new CompletableFuture<>();
    private final long startNanos = System.nanoTime();
    private volatile @Nullable Channel channel;
    private volatile String step = "resolving the host";

    ConnectAttempt(
            IoResources resources,
            Class<? extends DuplexChannel> sockets,
            TransportOptions options,
            Node node,
            PushSink sink,
            ConnectionListener listener,
            Function<Wire, C> use,
            Consumer<Wire> established) {
        this.resources = resources;
        this.sockets = sockets;
        this.loop = resources.nextLoop();
        this.options = options;
        this.timeout = options.get(TransportOptions.CONNECT_TIMEOUT);
        this.node = node;
        this.sink = sink;
        this.listener = listener;
        this.use = use;
        this.established = established;
    }

    CompletableFuture<C> result() {
        return result;
    }

    void start() {
        try {
            var deadline = loop.schedule(this::expire, timeout.toMillis(), TimeUnit.MILLISECONDS);
            var unused = result.whenComplete((connection, failure) -> deadline.cancel(false));
            resources.connecting().execute(this::connect);
        } catch (RejectedExecutionException e) {
            if (resources.isClosed()) {
                cancel();
            } else {
                fail(new PubSubException(
                        ErrorCode.CONNECT_FAILED,
                        "no connection to " + node + ": " + OwnIo.CONNECTS_WAITING
                                + " connects wait already for one of the " + OwnIo.CONNECTING_THREADS
                                + " threads that resolve names and ask for credentials; open fewer at a time, or find"
                                + " out what makes the name server or the supplier of credentials slow",
                        e));
            }
        }
    }

    /** Fails the attempt: the transport is closed. */
    void cancel() {
        fail(new PubSubException(ErrorCode.CLOSED, "the transport was closed while connecting to " + node));
    }

    private void expire() {
        fail(new PubSubException(
                ErrorCode.CONNECT_FAILED,
                "no connection to " + node + " after " + elapsedMillis() + " ms (connect-timeout "
                        + Option.written(timeout) + ") while " + step
                        + "; check that a Redis server answers there, or raise connect-timeout"));
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    private void connect() {
        if (result.isDone()) {
            return;
        }
        try {
            RedisClientConfig config = config();
            if (result.isDone()) {
                return;
            }
            var unused = RedisClient.create(config).connectAsync().whenComplete((connection, failure) -> {
                if (failure == null) {
                    execute(() -> takeOver(connection.getChannel()));
                } else {
                    failWith(failure);
                }
            });
        } catch (NoSuchAlgorithmException | RuntimeException | LinkageError e) {
            failWith(e);
        }
    }

    private RedisClientConfig config() throws NoSuchAlgorithmException {
        String serverName = node.tlsServerName();
        SslHandler tls = serverName == null ? null : TlsHandlers.create(node, serverName, options);
        int millis = (int) Math.max(1, timeout.toMillis());
        Address address = node.connect();
        RedisClientConfig config = new RedisClientConfig()
                .setAddress(new RedisURI(address.isSocket() ? UNIX : TCP, address.host(), address.port()))
                .setGroup(loop)
                .setExecutor(loop)
                .setTimer(resources.timer())
                .setResolverGroup(resources.resolvers())
                .setSocketChannelClass(sockets)
                .setConnectTimeout(millis)
                .setCommandTimeout(2 * millis)
                .setPingConnectionInterval(0)
                .setTcpNoDelay(options.get(TransportOptions.TCP_NO_DELAY))
                .setKeepAlive(options.get(TransportOptions.TCP_KEEPALIVE))
                .setTcpKeepAliveIdle(seconds(TransportOptions.TCP_KEEPALIVE_IDLE))
                .setTcpKeepAliveInterval(seconds(TransportOptions.TCP_KEEPALIVE_INTERVAL))
                .setTcpKeepAliveCount(options.get(TransportOptions.TCP_KEEPALIVE_COUNT))
                .setTcpUserTimeout(
                        (int) options.get(TransportOptions.TCP_USER_TIMEOUT).toMillis())
                .setNettyHook(new Hook(tls));
        Supplier<Credentials> supplier = options.find(TransportOptions.CREDENTIALS);
        Credentials credentials = supplier == null ? null : supplier.get();
        if (credentials != null) {
            config.setUsername(credentials.username()).setPassword(credentials.password());
        }
        return config;
    }

    private int seconds(Option<Duration> option) {
        return (int) Math.max(1, options.get(option).toSeconds());
    }

    /** Puts a wire in the place of Redisson's handlers. */
    private void takeOver(Channel connected) {
        if (result.isDone() || !connected.isActive()) {
            failWith(new IOException("the server closed the connection"));
            Wire.close(connected);
            return;
        }
        step = "waiting for the answer to HELLO and CLIENT";
        Wire wire = new Wire(node, connected, sink);
        ChannelPipeline pipeline = connected.pipeline();
        for (ChannelHandler handler : pipeline.toMap().values()) {
            if (!(handler instanceof SslHandler)) {
                pipeline.remove(handler);
            }
        }
        pipeline.addLast("fanfare", wire);
        Greeting greeting = new Greeting(wire, options);
        var unused = greeting.send().whenComplete((nothing, failure) -> {
            if (failure == null) {
                wire.reportLossTo(listener);
                established.accept(wire);
                if (!result.complete(use.apply(wire))) {
                    wire.close();
                }
            } else {
                String error = wire.isLost() ? greeting.firstError() : null;
                failWith(error == null ? failure : new IOException("the server said: " + error, failure));
                wire.close();
            }
        });
    }

    private void failWith(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof PubSubException known && known.code() != ErrorCode.CONNECTION_LOST) {
            fail(known);
            return;
        }
        boolean answered = cause instanceof RedisWrongPasswordException
                || cause instanceof RedisAuthRequiredException
                || cause.getClass() == RedisException.class;
        if (answered) {
            // Redisson appends the channel and the command
            String text = String.valueOf(cause.getMessage());
            int end = text.indexOf(". channel:");
            fail(new PubSubException(
                    ErrorCode.AUTHENTICATION_FAILED,
                    node + " refused the user name or password: " + (end < 0 ? text : text.substring(0, end))));
        } else {
            fail(new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "no connection to " + node + " after " + elapsedMillis() + " ms (connect-timeout "
                            + Option.written(timeout) + ") while " + step + ": " + cause.getMessage()
                            + "; check the address and that a Redis server listens there"
                            + (node.isTls() ? " with TLS" : " without TLS"),
                    cause));
        }
    }

    /** Fails on the event loop: the threads of the timer and of connecting run nothing of an application. */
    private void fail(PubSubException failure) {
        execute(() -> {
            Channel open = channel;
            if (result.completeExceptionally(failure) && open != null) {
                Wire.close(open);
            }
        });
    }

    private void execute(Runnable task) {
        try {
            if (loop.inEventLoop()) {
                task.run();
            } else {
                loop.execute(task);
            }
        } catch (RejectedExecutionException e) {
            // the transport is closed
            result.completeExceptionally(
                    new PubSubException(ErrorCode.CLOSED, "the transport was closed while connecting to " + node, e));
        }
    }

    /** Fits the channel that Redisson made: no reconnection, no logging, TLS as configured. */
    private final class Hook implements NettyHook {
        private final @Nullable SslHandler tls;

        Hook(@Nullable SslHandler tls) {
            this.tls = tls;
        }

        @Override
        public void afterBoostrapInitialization(Bootstrap bootstrap) {}

        @Override
        public void afterChannelInitialization(Channel created) {
            channel = created;
            step = tls == null ? "connecting or authenticating" : "connecting, negotiating TLS or authenticating";
            ChannelPipeline pipeline = created.pipeline();
            pipeline.remove(ConnectionWatchdog.class);
            pipeline.remove(ErrorsLoggingHandler.class);
            if (tls != null) {
                pipeline.addFirst("tls", tls);
            }
            pipeline.addLast(new EarlyLoss());
            if (result.isDone()) {
                Wire.close(created);
            }
        }
    }

    /** Ends the attempt when the channel ends before Redisson has authenticated; Redisson would wait. */
    private final class EarlyLoss extends ChannelInboundHandlerAdapter {
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            // when the server refuses to authenticate, Redisson closes the channel before it tells
            CompletableFuture<RedisConnection> authenticated =
                    RedisConnection.getFrom(context.channel()).getConnectionPromise();
            authenticated.completeExceptionally(new IOException("the server closed the connection"));
            var unused = authenticated.whenComplete((connection, failure) -> {
                if (failure != null) {
                    failWith(failure);
                }
            });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failWith(cause);
        }
    }
}
