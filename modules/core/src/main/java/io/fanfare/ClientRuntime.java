package io.fanfare;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything that a client opens, put together and taken apart in the right order. */
final class ClientRuntime implements AutoCloseable {
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final Selection selection;
    private final CodecProvider codec;
    private final Transport transport;
    private final ScheduledThreadPoolExecutor timer;
    private final Completions completions;
    private final ConnectionPool<PublishConnection> publishPool;
    private final ConnectionPool<CommandConnection> commands;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final CompletableFuture<Void> firstFailure = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Opens everything and waits for the first connection; closes what is open if that fails. */
    static ClientRuntime open(
            Settings settings,
            Providers providers,
            @Nullable TransportProvider givenTransport,
            @Nullable CodecProvider givenCodec,
            PubSubObserver observer) {
        Endpoint endpoint = settings.endpoint();
        if (endpoint.shape() != Endpoint.Shape.STANDALONE) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    endpoint + ": only single servers are supported yet; write redis://host:port");
        }
        TransportProvider transport =
                givenTransport == null ? providers.transport(settings.find(Settings.TRANSPORT)) : givenTransport;
        CodecProvider codec = givenCodec == null ? providers.codec(settings.find(Settings.CODEC)) : givenCodec;
        ClientRuntime runtime = new ClientRuntime(settings, providers, endpoint, transport, codec, observer);
        try {
            runtime.awaitFirstConnection(settings.get(TransportOptions.CONNECT_TIMEOUT));
            return runtime;
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private ClientRuntime(
            Settings settings,
            Providers providers,
            Endpoint endpoint,
            TransportProvider transportProvider,
            CodecProvider codec,
            PubSubObserver observer) {
        String pool = settings.get(Settings.POOL);
        String dispatcher = settings.get(Settings.DISPATCHER);
        var pools = providers.pool(pool);
        var exclusive = providers.pool("exclusive");
        providers.dispatcher(dispatcher);
        this.selection = new Selection(endpoint, transportProvider.id(), codec.id(), pool, dispatcher);
        this.codec = codec;
        this.transport = transportProvider.open(settings.transportOptions());
        String prefix = "fanfare-" + CLIENTS.incrementAndGet() + "-";
        this.timer = new ScheduledThreadPoolExecutor(1, task -> ClientThread.of(prefix + "timer", task));
        timer.setRemoveOnCancelPolicy(true);
        int unanswered = settings.get(Settings.PUBLISH_MAX_UNANSWERED);
        this.completions = new Completions(prefix + "completion", Math.max(1024, 2 * unanswered));
        Node node = endpoint.node(endpoint.seeds().get(0));
        Backoff backoff = settings.backoff();
        this.publishPool = pools.open(
                publishOptions(settings, pool, backoff),
                observed(listener -> transport.connectPublisher(node, listener), node, Role.PUBLISH, observer),
                timer);
        this.commands = exclusive.open(
                new PoolOptions("commands", settings.get(Settings.POOL_EXCLUSIVE_MAX), 0, backoff.min(), backoff.max()),
                observed(listener -> transport.connectCommand(node, listener), node, Role.COMMAND, observer),
                timer);
        this.publisher =
                new Publisher(publishPool, completions, observer, unanswered, settings.get(Settings.PUBLISH_TIMEOUT));
        int threads = settings.get(Settings.DISPATCH_THREADS);
        this.subscriptions = new Subscriptions(
                transportProvider.id(),
                transport.capabilities(),
                () -> new Subscriber(transport, node, backoff, timer, observer),
                id -> providers.dispatcher(id).open(threads, prefix),
                dispatcher,
                settings.queueLimits(),
                completions,
                observer);
    }

    private static PoolOptions publishOptions(Settings settings, String pool, Backoff backoff) {
        boolean shared = pool.equals("shared");
        int max = settings.get(shared ? Settings.POOL_SHARED_CONNECTIONS : Settings.POOL_EXCLUSIVE_MAX);
        return new PoolOptions("publish (" + pool + ")", max, shared ? max : 1, backoff.min(), backoff.max());
    }

    private <C extends Connection> ConnectionFactory<C> observed(
            ConnectionFactory<C> factory, Node node, Role role, PubSubObserver observer) {
        return listener -> {
            long start = System.nanoTime();
            CompletionStage<C> stage = factory.connect(new ConnectionListener() {
                @Override
                public void onLost(PubSubException cause) {
                    observer.disconnected(node, role, cause);
                    listener.onLost(cause);
                }
            });
            return stage.whenComplete((connection, failure) -> {
                if (failure == null) {
                    observer.connected(node, role, Duration.ofNanos(System.nanoTime() - start));
                } else {
                    PubSubException cause = Link.unwrap(failure);
                    observer.disconnected(node, role, cause);
                    firstFailure.completeExceptionally(cause);
                }
            });
        };
    }

    private void awaitFirstConnection(Duration connectTimeout) {
        var lease = publishPool.lease(0, connectTimeout.plusSeconds(1)).toCompletableFuture();
        try {
            CompletableFuture.anyOf(lease, firstFailure).join();
            lease.join().close();
        } catch (CompletionException e) {
            throw Link.unwrap(e);
        }
    }

    <T> TypedCodec<T> codec(TypeRef<T> type) {
        return new TypedCodec<>(codec.id(), codec.codec(type));
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Publisher publisher() {
        return publisher;
    }

    ConnectionPool<CommandConnection> commands() {
        return commands;
    }

    Selection selection() {
        return selection;
    }

    /** Closes what uses connections before the transport, and the threads that complete stages last. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        subscriptions.close();
        publisher.close();
        commands.close();
        timer.shutdownNow();
        transport.close();
        completions.close();
    }
}
