package io.fanfare.transport.jedis;

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
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Connections over Jedis. Each has its own thread from the moment it is asked for, so as many are connected at a time
 * as the caller asks for.
 */
final class JedisTransport implements Transport {
    private static final System.Logger LOGGER = System.getLogger("io.fanfare.transport.jedis");
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TransportOptions options;
    private final Given given;
    private final Threads threads = new Threads();
    private final Set<ConnectAttempt<?>> attempts = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;

    JedisTransport(TransportOptions options, Given given) {
        this.options = options;
        this.given = given;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> threads.create("connect-timer", task));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    @Override
    public Set<Capability> capabilities() {
        return JedisTransportProvider.CAPABILITIES;
    }

    @Override
    public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
        return connect(node, "publish", wire -> new JedisPublishConnection(wire, listener));
    }

    @Override
    public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
        return connect(node, "subscribe", wire -> new JedisSubscribeConnection(wire, listener));
    }

    @Override
    public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
        return connect(node, "command", wire -> new JedisCommandConnection(wire, listener));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        timer.shutdownNow();
        attempts.forEach(ConnectAttempt::close);
        Set<Thread> left = threads.await(CLOSE_TIMEOUT);
        if (!left.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "closed, but after " + CLOSE_TIMEOUT.toSeconds() + " s these threads have not ended, which a"
                            + " listener that blocks or a slow name server can cause: " + left);
        }
    }

    private <C extends Connection> CompletionStage<C> connect(Node node, String role, Function<Wire, C> kind) {
        ConnectAttempt<C> attempt = new ConnectAttempt<>(node, role, options, given, threads, kind);
        attempts.add(attempt);
        if (closed.get()) {
            attempts.remove(attempt);
            attempt.close();
            return attempt.stage();
        }
        long timeout = options.get(TransportOptions.CONNECT_TIMEOUT).toNanos();
        try {
            ScheduledFuture<?> expiry = timer.schedule(attempt::expire, timeout, TimeUnit.NANOSECONDS);
            threads.start(attempt.threadLabel(), "reader", () -> {
                try {
                    attempt.run();
                } finally {
                    attempts.remove(attempt);
                }
            });
            CompletableFuture<C> unused = attempt.stage().whenComplete((connection, failure) -> expiry.cancel(false));
        } catch (RejectedExecutionException e) {
            attempts.remove(attempt);
            attempt.close();
        } catch (OutOfMemoryError e) {
            attempts.remove(attempt);
            attempt.fail(new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "no thread could be started to connect to " + node + "; " + attempts.size()
                            + " connections are open",
                    e));
        }
        return attempt.stage();
    }
}
