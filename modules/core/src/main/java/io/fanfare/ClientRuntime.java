package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolStats;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that a client opens, put together and taken apart in the right order. */
final class ClientRuntime implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final StateTracker states;
    private final Functions functions;
    private final Selection selection;
    private final CodecProvider codec;
    private final ClientCodecs codecs;
    private final Completions completions;
    private final ClientTimer timer;
    private final Topology topology;
    private final Connector connector;
    private final Routes routes;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final @Nullable ShortCut shortCut;
    private final @Nullable CredentialWatch credentials;

    /** Opens everything and waits for the first connection; closes what is open if that fails. */
    static ClientRuntime open(
            Settings settings,
            Providers providers,
            @Nullable TransportProvider givenTransport,
            @Nullable CodecProvider givenCodec,
            PubSubObserver observer,
            Handler<? super ClientState> stateHandler) {
        Endpoint endpoint = settings.endpoint();
        TransportProvider transport =
                givenTransport == null ? providers.transport(settings.find(Settings.TRANSPORT)) : givenTransport;
        CodecProvider codec = givenCodec == null ? providers.codec(settings.find(Settings.CODEC)) : givenCodec;
        providers.codecCatalog().check(codec, settings.codecOptions());
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
        this.codecs = new ClientCodecs(providers.codecCatalog(), settings.codecOptions());
        this.functions = new Functions(observer);
        String prefix = "fanfare-" + CLIENTS.incrementAndGet() + "-";
        String channelPrefix = settings.find(Settings.CHANNEL_PREFIX);
        Endpoint endpoint = selection.endpoint();
        try {
            completions = keep(new Completions(prefix + "completion"));
            states = new StateTracker(completions, stateHandler);
            Transport transport =
                    keep(PrefixedTransport.of(transportProvider.open(settings.transportOptions()), channelPrefix));
            timer = keep(new ClientTimer(prefix + "timer"));
            EnvelopeWriter writer = settings.get(Settings.ENVELOPE) == EnvelopeMode.ON ? new EnvelopeWriter() : null;
            shortCut = writer != null && settings.get(Settings.BUS_LOCAL_SHORTCUT) ? new ShortCut(writer) : null;
            topology =
                    keep(new TopologyOpener(settings, endpoint, transportProvider, transport, timer).open(this::keep));
            connector = new Connector(topology, endpoint.node(endpoint.seeds().get(0)), observer);
            AnswerWatch watch = new AnswerWatch(settings.get(Settings.PUBLISH_ANSWER_TIMEOUT), timer);
            HashSlot slots = new HashSlot(channelPrefix);
            PoolOpener pools = new PoolOpener(
                    settings,
                    providers.pool(selection.pool()),
                    providers.pool("exclusive"),
                    transport,
                    connector,
                    states,
                    watch,
                    writer,
                    timer);
            routes = keep(new Routes(
                    topology.layout(), slots, pools::open, timer, settings.get(Settings.PUBLISH_ANSWER_TIMEOUT)));
            publisher = new Publisher(
                    routes,
                    topology,
                    completions,
                    observer,
                    settings.publishOptions(),
                    transport.capabilities().contains(Capability.SHARD_CHANNELS));
            SubscriberFactory subscribers = new SubscriberFactory(
                    settings,
                    transport,
                    topology,
                    connector,
                    routes,
                    watch,
                    ProbeSender.over(publisher, completions),
                    states,
                    functions,
                    observer,
                    timer);
            Placement placement = new Placement(slots);
            subscriptions = keep(new Subscriptions(
                    transportProvider.id(),
                    transport.capabilities(),
                    keepsIdle -> new SubscriberGroup(topology, placement, subscribers::subscriber, keepsIdle),
                    providers::dispatcher,
                    settings.dispatcherOptions(prefix, timer),
                    selection.dispatcher(),
                    settings.queueLimits(),
                    completions,
                    observer,
                    HandlerWatch.of(settings.get(Settings.HANDLER_WARN_AFTER), timer),
                    writer != null ? new SequenceGaps(timer, observer) : null));
            topology.start(routes, change -> leave(change, watch), subscriptions);
            credentials = credentialWatch(settings, watch, subscribers.probes(), prefix);
        } catch (Throwable e) {
            Closing.all(opened);
            throw e;
        }
    }

    private @Nullable CredentialWatch credentialWatch(
            Settings settings, AnswerWatch publishing, ProbeSender markers, String prefix) {
        Supplier<Credentials> supplier = settings.changingCredentials();
        if (supplier == null) {
            return null;
        }
        CredentialWatch watch = keep(new CredentialWatch(
                supplier,
                now -> {
                    Authentication command = new Authentication(now);
                    routes.refreshCommands();
                    return CompletableFuture.allOf(
                            publishing.authenticate(command), subscriptions.authenticate(command, markers, timer));
                },
                timer,
                settings.get(ClientSettings.CREDENTIALS_REFRESH_INTERVAL),
                prefix + "credentials"));
        watch.start();
        return watch;
    }

    /** Has changed credentials used by open connections; the stage completes on the completion thread. */
    CompletableFuture<Void> refreshCredentials() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        CompletableFuture<Void> refresh =
                credentials == null ? CompletableFuture.completedFuture(null) : credentials.refresh();
        var unused = refresh.whenComplete((nothing, failure) -> completions.execute(() -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(Link.unwrap(failure));
            }
        }));
        return result;
    }

    /** Gives up what publishes to nodes that have ceased to be primaries. */
    private static void leave(LayoutChange change, AnswerWatch watch) {
        for (Relocation relocation : change.relocations()) {
            watch.giveUp(relocation.from()::equals, System.nanoTime(), relocation.cause());
        }
    }

    /** Notes something to close; what was opened last is closed first. */
    private <R extends AutoCloseable> R keep(R resource) {
        opened.addFirst(resource);
        return resource;
    }

    private void start(Settings settings) {
        switch (settings.get(Settings.STARTUP)) {
            case FAIL ->
                awaitFirstConnection(
                        settings.get(TransportOptions.CONNECT_TIMEOUT)
                                .multipliedBy(
                                        topology.canChange()
                                                ? selection.endpoint().seeds().size() + 2
                                                : 1)
                                .plusSeconds(1),
                        connector.firstFailure());
            case WAIT -> awaitFirstConnection(settings.get(Settings.STARTUP_TIMEOUT), new CompletableFuture<>());
            case BACKGROUND -> {}
        }
    }

    private void awaitFirstConnection(Duration timeout, CompletableFuture<Void> failure) {
        Shard first = topology.layout().shards().get(0);
        var lease = routes.of(first).publishing().lease(0, timeout).toCompletableFuture();
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
        return codecs.codec(codec, type);
    }

    ClientCodecs codecs() {
        return codecs;
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

    /** Returns what each shard is like. */
    List<ShardState> shards() {
        return topology.layout().shards().stream()
                .map(shard -> new ShardState(
                        Optional.ofNullable(shard.primary()),
                        shard.slots(),
                        subscriptions.held(shard),
                        routes.of(shard).publishing().stats()))
                .toList();
    }

    /** Returns the numbers of the pools that publish, together. */
    PoolStats publishStats() {
        return routes.stats();
    }

    /** Leases a connection for commands: at once if one is idle, else on the completion thread. */
    CompletableFuture<Lease<CommandConnection>> leaseCommands(Duration timeout) {
        ConnectionPool<CommandConnection> pool = routes.all().iterator().next().commands();
        Lease<CommandConnection> idle = pool.tryLease(0);
        if (idle != null) {
            return CompletableFuture.completedFuture(idle);
        }
        CompletableFuture<Lease<CommandConnection>> result = new CompletableFuture<>();
        pool.lease(0, timeout)
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
}
