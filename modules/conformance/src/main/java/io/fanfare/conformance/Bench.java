package io.fanfare.conformance;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.faults.FaultProxy;
import io.fanfare.spi.Address;
import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a check works with: fresh connections and clients of the pairing, channels that nobody else uses, and waits that
 * end. Used by the thread of the check; closes what it opened, the newest first.
 */
final class Bench implements AutoCloseable {
    private static final long POLL_NANOS = 200_000;
    /** The part of the patience that a quiet moment takes: 50 ms of 5 s. */
    private static final int QUIET_PART = 100;

    private final Target target;
    private final RecoveryTimes times;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile String awaiting = "the check to begin";
    private @Nullable Transport transport;
    private @Nullable ServerClients server;

    Bench(Target target) {
        this(target, new RecoveryTimes());
    }

    Bench(Target target, RecoveryTimes times) {
        this.target = target;
        this.times = times;
    }

    /** Returns what keeps the times of losses and returns. */
    RecoveryTimes times() {
        return times;
    }

    Target target() {
        return target;
    }

    /** Returns what the check is waiting for now. */
    String awaiting() {
        return awaiting;
    }

    /** Returns a channel that only this check uses. */
    Channel channel(String name) {
        return Channel.of(channelName(name));
    }

    String channelName(String name) {
        return "fanfare:" + run + ":" + name;
    }

    /** Returns the name in CLIENT LIST of connections with a role of their own. */
    String clientName(String role) {
        return "fanfare-" + run + "-" + role;
    }

    /** Returns the transport of connections that play no special role. */
    Transport transport() {
        Transport current = transport;
        if (current == null) {
            current = transport("any");
            transport = current;
        }
        return current;
    }

    /** Opens a transport whose connections are named {@link #clientName}. */
    Transport transport(String role) {
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.CLIENT_NAME, clientName(role));
        Credentials credentials = Endpoint.parse(target.uri()).credentials();
        if (credentials != null) {
            options = options.with(TransportOptions.CREDENTIALS, () -> credentials);
        }
        return keep(target.transport().open(options));
    }

    PublishConnection publisher() {
        return publisher(transport(), new ConnectionListener() {});
    }

    PublishConnection publisher(Transport from, ConnectionListener listener) {
        return keep(await(from.connectPublisher(target.node(), listener), "a connection to publish"));
    }

    SubscribeConnection subscriber(ConnectionListener listener) {
        return subscriber(transport(), listener);
    }

    SubscribeConnection subscriber(Transport from, ConnectionListener listener) {
        return keep(await(from.connectSubscriber(target.node(), listener), "a connection to subscribe"));
    }

    /** Opens a command connection; not applicable if the transport has none, which is verified. */
    CommandConnection commands() {
        Capabilities.commands(this);
        return keep(await(
                transport("admin").connectCommand(target.node(), new ConnectionListener() {}),
                "a connection for commands"));
    }

    /** Returns the server's view of its clients; not applicable where the transport has no commands. */
    ServerClients server() {
        ServerClients current = server;
        if (current == null) {
            current = new ServerClients(this, commands());
            server = current;
        }
        return current;
    }

    Fanfare client(String role) {
        return open(clientBuilder(role));
    }

    FanfareBuilder clientBuilder(String role) {
        return Fanfare.builder()
                .uri(target.uri())
                .transport(target.transport())
                .codec(target.codec())
                .set(TransportOptions.CLIENT_NAME, clientName(role));
    }

    /** Returns the builder of a client whose connections all go through a proxy. */
    FanfareBuilder clientBuilder(String role, FaultProxy proxy) {
        return clientBuilder(role).transport(new Detour(target.transport(), new Address(proxy.host(), proxy.port())));
    }

    /** Starts a proxy to the node; not applicable where no TCP connection leads to it. */
    FaultProxy proxy() {
        Address server = target.node().connect();
        if (!target.transport().reachesRedis()) {
            throw new NotApplicable("the transport reaches no server, so that no network is there to fail");
        }
        if (server.isSocket()) {
            throw new NotApplicable(
                    "faults are injected into TCP connections, and " + server + " is the path of a Unix domain socket");
        }
        return keep(FaultProxy.to(server.host(), server.port()));
    }

    /** Returns the node as it is reached through a proxy. */
    Node through(FaultProxy proxy) {
        return Detour.node(target.node(), new Address(proxy.host(), proxy.port()));
    }

    Fanfare open(FanfareBuilder builder) {
        awaiting = "a client to open";
        return keep(builder.build());
    }

    /** Waits for a stage, and returns its value; its failure is thrown as it is. */
    <T> T await(CompletionStage<T> stage, String what) {
        return await(stage, what, target.patience().toNanos());
    }

    <T> T await(CompletionStage<T> stage, String what, long nanos) {
        awaiting = what;
        try {
            return stage.toCompletableFuture().get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Violation("expected " + what + " within " + nanos / 1_000_000 + " ms; nothing came");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PubSubException failure ? failure : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Waits for a condition; {@code seen} tells the numbers if it does not come true. */
    void await(BooleanSupplier condition, String what, Supplier<String> seen) {
        await(condition, what, seen, target.patience().toNanos());
    }

    void await(BooleanSupplier condition, String what, Supplier<String> seen, long nanos) {
        if (!comesTrue(condition, what, nanos)) {
            throw new Violation("expected " + what + " within " + nanos / 1_000_000 + " ms, saw " + seen.get());
        }
    }

    /** Waits for a condition, and tells whether it came true in time. */
    boolean comesTrue(BooleanSupplier condition, String what) {
        return comesTrue(condition, what, target.patience().toNanos());
    }

    private boolean comesTrue(BooleanSupplier condition, String what, long nanos) {
        awaiting = what;
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return condition.getAsBoolean();
            }
            pause(POLL_NANOS);
        }
        return true;
    }

    /** Gives what must not happen a moment to happen. */
    void quiet() {
        awaiting = "a quiet moment";
        long length = target.patience().toNanos() / QUIET_PART;
        long end = System.nanoTime() + length;
        for (long left = length; left > 0; left = end - System.nanoTime()) {
            pause(left);
        }
    }

    /** Registers something to close after the check. */
    <C extends AutoCloseable> C keep(C closeable) {
        opened.push(closeable);
        return closeable;
    }

    /** Closes a connection now and not again. */
    void closeNow(Connection connection) {
        opened.remove(connection);
        connection.close();
    }

    /** Closes everything; if something throws, the rest is closed before that is thrown. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            AutoCloseable next = opened.pop();
            awaiting = "close() of " + next.getClass().getSimpleName() + " to return";
            try {
                next.close();
            } catch (RuntimeException e) {
                failure = e;
            } catch (Exception e) {
                failure = new IllegalStateException(awaiting, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw interrupted();
        }
    }

    private static Violation interrupted() {
        Thread.currentThread().interrupt();
        return new Violation("the check was interrupted");
    }
}
