package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that a client opens, put together and taken apart in the right order. */
final class ClientRuntime implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CompletableFuture<Void> firstFailure = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final StateTracker states;
    private final Functions functions;
    private final Reachability reachability;
    private final Selection selection;
    private final CodecProvider codec;
    private final Completions completions;
    private final ScheduledExecutorService timer;
    private final ConnectionPool<PublishConnection> publishPool;
    private final ConnectionPool<CommandConnection> commands;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final @Nullable ShortCut shortCut;

    /** Opens everything and waits for the first connection; closes what is open if that fails. */
    static ClientRuntime open(
            Settings settings,
            Providers providers,
            @Nullable TransportProvider givenTransport,
            @Nullable CodecProvider givenCodec,
            PubSubObserver observer,
            Handler<? super ClientState> stateHandler) {
        Endpoint endpoint = settings.endpoint();
        if (endpoint.shape() != Endpoint.Shape.STANDALONE) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    endpoint + ": only single servers are supported yet; write redis://host:port");
        }
        TransportProvider transport =
                givenTransport == null ? providers.transport(settings.find(Settings.TRANSPORT)) : givenTransport;
        CodecProvider codec = givenCodec == null ? providers.codec(settings.find(Settings.CODEC)) : givenCodec;
        Selection selection = new Selection(
                endpoint, transport.id(), codec.id(), settings.get(Settings.POOL), settings.get(Settings.DISPATCHER));
        ClientRuntime runtime =
                new ClientRuntime(settings, providers, selection, transport, codec, observer, stateHandler);
        try {
            runtime.start(settings);
            return runtime;
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private ClientRuntime(
            Settings settings,
            Providers providers,
            Selection selection,
            TransportProvider transportProvider,
            CodecProvider codec,
            PubSubObserver observer,
            Handler<? super ClientState> stateHandler) {
        this.selection = selection;
        this.codec = codec;
        this.functions = new Functions(observer);
        var pools = providers.pool(selection.pool());
        var exclusive = providers.pool("exclusive");
        String prefix = "fanfare-" + CLIENTS.incrementAndGet() + "-";
        Node node = selection.endpoint().node(selection.endpoint().seeds().get(0));
        Backoff backoff = settings.backoff();
        try {
            completions = keep(new Completions(prefix + "completion"));
            states = new StateTracker(completions, stateHandler);
            PoolOptions publishing = settings.publishPool(selection.pool());
            boolean quiet = settings.get(Settings.STARTUP) == Startup.FAIL;
            reachability = new Reachability(node, states, new PublishOutage(node, publishing.minIdle(), quiet));
            Transport transport = keep(PrefixedTransport.of(
                    transportProvider.open(settings.transportOptions()), settings.find(Settings.CHANNEL_PREFIX)));
            timer = startTimer(prefix);
            EnvelopeWriter writer = settings.get(Settings.ENVELOPE) == EnvelopeMode.ON ? new EnvelopeWriter() : null;
            shortCut = writer != null && settings.get(Settings.BUS_LOCAL_SHORTCUT) ? new ShortCut(writer) : null;
            ConnectionFactory<PublishConnection> connectPublisher =
                    listener -> transport.connectPublisher(node, listener);
            AnswerWatch watch = new AnswerWatch(settings.get(Settings.PUBLISH_ANSWER_TIMEOUT), timer);
            publishPool = keep(pools.open(
                    publishing,
                    observed(
                            watch.over(writer != null ? writer.over(connectPublisher) : connectPublisher),
                            node,
                            Role.PUBLISH,
                            observer),
                    timer));
            commands = keep(exclusive.open(
                    settings.commandPool(),
                    observed(listener -> transport.connectCommand(node, listener), node, Role.COMMAND, observer),
                    timer));
            publisher = new Publisher(
                    publishPool,
                    completions,
                    observer,
                    settings.publishOptions(),
                    reachability,
                    transport.capabilities().contains(Capability.SHARD_CHANNELS));
            Function<ConnectionListener, ConnectionFactory<SubscribeConnection>> connect = messages -> observed(
                    loss -> transport.connectSubscriber(node, new SplitListener(messages, loss)),
                    node,
                    Role.SUBSCRIBE,
                    observer);
            DispatcherOptions dispatching = settings.dispatcherOptions(prefix, timer);
            subscriptions = keep(new Subscriptions(
                    transportProvider.id(),
                    transport.capabilities(),
                    () -> new Subscriber(
                            connect,
                            node,
                            backoff,
                            timer,
                            observer,
                            states,
                            functions,
                            settings.get(Settings.SUBSCRIBE_MAX_UNANSWERED),
                            subscriber -> vigil(settings, observer, subscriber, watch)),
                    providers::dispatcher,
                    dispatching,
                    selection.dispatcher(),
                    settings.queueLimits(),
                    completions,
                    observer,
                    HandlerWatch.of(settings.get(Settings.HANDLER_WARN_AFTER), timer),
                    writer != null ? new SequenceGaps(timer, observer) : null));
        } catch (Throwable e) {
            Closing.all(opened);
            throw e;
        }
    }

    private Vigil vigil(Settings settings, PubSubObserver observer, Subscriber subscriber, AnswerWatch publishing) {
        Duration audit = settings.get(Settings.AUDIT_INTERVAL);
        Duration answer = settings.get(Settings.PING_TIMEOUT);
        return new Vigil(
                timer,
                new KnownUntil(settings.get(Settings.GAP_PRECISION)),
                new Liveness(settings.get(Settings.PING_INTERVAL), answer, subscriber),
                new Audit(audit, answer, commands, functions, subscriber),
                new RoleWatch(
                        audit,
                        answer,
                        commands,
                        functions,
                        subscriber,
                        (cause, since) -> publishing.giveUp(since, cause)),
                new Probe(
                        settings.get(Settings.PROBE_INTERVAL),
                        settings.get(Settings.PROBE_TIMEOUT),
                        ProbeSender.over(publisher, completions),
                        observer,
                        functions,
                        subscriber,
                        (cause, since) -> publishing.giveUp(since, cause)));
    }

    /** Notes something to close; what was opened last is closed first. */
    private <R extends AutoCloseable> R keep(R resource) {
        opened.addFirst(resource);
        return resource;
    }

    private ScheduledExecutorService startTimer(String prefix) {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = ClientThread.of(prefix + "timer", task);
            threads.add(thread);
            return thread;
        });
        started.setRemoveOnCancelPolicy(true);
        opened.addFirst(() -> {
            started.shutdownNow();
            Joining.join(threads.toArray(Thread[]::new));
        });
        return started;
    }

    private <C extends Connection> ConnectionFactory<C> observed(
            ConnectionFactory<C> factory, Node node, Role role, PubSubObserver observer) {
        return listener -> {
            long start = System.nanoTime();
            CompletionStage<C> stage = Link.connect(factory, new ConnectionListener() {
                @Override
                public void onLost(PubSubException cause) {
                    observer.disconnected(node, role, cause);
                    if (role == Role.PUBLISH) {
                        reachability.lost(cause, () -> listener.onLost(cause));
                    } else {
                        listener.onLost(cause);
                    }
                }
            });
            return stage.whenComplete((connection, failure) -> {
                if (failure == null) {
                    if (role == Role.PUBLISH) {
                        reachability.connected();
                    }
                    if (connection instanceof WatchedConnection watched) {
                        watched.whenClosed(reachability::closed);
                    }
                    observer.connected(node, role, Duration.ofNanos(System.nanoTime() - start));
                } else {
                    PubSubException cause = Link.unwrap(failure);
                    if (role == Role.PUBLISH) {
                        reachability.failed(cause);
                    }
                    observer.disconnected(node, role, cause);
                    firstFailure.completeExceptionally(cause);
                }
            });
        };
    }

    private void start(Settings settings) {
        switch (settings.get(Settings.STARTUP)) {
            case FAIL ->
                awaitFirstConnection(
                        settings.get(TransportOptions.CONNECT_TIMEOUT).plusSeconds(1), firstFailure);
            case WAIT -> awaitFirstConnection(settings.get(Settings.STARTUP_TIMEOUT), new CompletableFuture<>());
            case BACKGROUND -> {}
        }
    }

    private void awaitFirstConnection(Duration timeout, CompletableFuture<Void> failure) {
        var lease = publishPool.lease(0, timeout).toCompletableFuture();
        try {
            // the failure first: it counts even if a second attempt has succeeded by now
            CompletableFuture.anyOf(failure, lease).join();
            lease.join().close();
        } catch (CompletionException e) {
            throw Link.unwrap(e);
        }
    }

    /** Stops taking messages, handles those that came, and waits for the answers of publishes. */
    DrainReport drain(Duration timeout) {
        long start = System.nanoTime();
        long limit = timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
        int unanswered;
        boolean emptied = false;
        if (shortCut != null) {
            shortCut.close();
        }
        try {
            CompletableFuture<Void> draining = subscriptions.drain();
            draining.get(limit, TimeUnit.NANOSECONDS);
            emptied = true;
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "subscriptions were not drained within {0}", timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            unanswered = publisher.drain(Duration.ofNanos(Math.max(0, limit - (System.nanoTime() - start))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unanswered = publisher.unanswered();
        }
        int unconfirmed = subscriptions.held();
        long undelivered = subscriptions.waiting();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        boolean complete = emptied && undelivered == 0 && unanswered == 0;
        return new DrainReport(complete, unconfirmed, undelivered, unanswered, elapsed);
    }

    ClientState state() {
        return states.state();
    }

    Map<PubSubObserver.Function, PubSubException> degraded() {
        return functions.degraded();
    }

    <T> TypedCodec<T> codec(TypeRef<T> type) {
        return new TypedCodec<>(codec.id(), codec.codec(type));
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Returns the way of events to handlers of this client; null if it is off. */
    @Nullable
    ShortCut shortCut() {
        return shortCut;
    }

    Publisher publisher() {
        return publisher;
    }

    /** Leases a connection for commands; the stage completes on the completion thread. */
    CompletableFuture<Lease<CommandConnection>> leaseCommands(Duration timeout) {
        CompletableFuture<Lease<CommandConnection>> result = new CompletableFuture<>();
        commands.lease(0, timeout)
                .whenComplete((lease, failure) -> completions.execute(() -> {
                    if (failure != null) {
                        result.completeExceptionally(Link.unwrap(failure));
                    } else if (!result.complete(lease)) {
                        lease.close();
                    }
                }));
        return result;
    }

    Completions completions() {
        return completions;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Selection selection() {
        return selection;
    }

    /**
     * Closes what was opened last first: subscriptions before pools, those before the transport, and the completions at
     * the end.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            states.close();
            Closing.all(opened);
        }
    }

    /** Sends what a connection brings to one listener and its loss to another. */
    private record SplitListener(ConnectionListener messages, ConnectionListener loss) implements ConnectionListener {
        @Override
        public void onMessages(List<Message> batch) {
            messages.onMessages(batch);
        }

        @Override
        public void onUnsubscribed(Topic topic) {
            messages.onUnsubscribed(topic);
        }

        @Override
        public void onLost(PubSubException cause) {
            loss.onLost(cause);
        }
    }
}
