package io.fanfare.faults;

import io.fanfare.faults.Plan.Scope;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The plans of a proxy and the connections that they concern; confined to the thread of the proxy. */
final class Switchboard {
    private static final Logger LOGGER = System.getLogger(Switchboard.class.getName());

    private final Sockets sockets;
    private final InetSocketAddress server;
    private final Counters counters;
    private final Door door;
    private final List<AppliedPlan> plans = new ArrayList<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Connection> silent = new LinkedHashSet<>();
    private long lastNumber;

    /** Opens the door; any thread may do that. */
    Switchboard(Sockets sockets, InetSocketAddress server, Counters counters) {
        this.sockets = sockets;
        this.server = server;
        this.counters = counters;
        this.door = Door.open(sockets.listening(this::accepted), sockets.loop());
    }

    /** Returns where the proxy listens. */
    Door door() {
        return door;
    }

    void arm(AppliedPlan applied) {
        plans.add(applied);
        Trigger trigger = applied.plan().trigger();
        boolean each = applied.plan().scope() == Scope.EACH;
        switch (trigger.kind()) {
            case NOW -> fire(applied);
            case DELAY -> {
                if (each) {
                    connections.forEach(connection -> later(applied, connection));
                } else {
                    later(applied, null);
                }
            }
            case BYTES, SEQUENCE -> connections.forEach(connection -> connection.watch(applied));
            case CALL, CONNECTIONS -> {}
        }
    }

    private void later(AppliedPlan applied, @Nullable Connection connection) {
        schedule(() -> fired(applied, connection), applied.plan().trigger().amount());
    }

    /** Brings a plan into effect: on a connection, or as its scope says. */
    void fired(AppliedPlan applied, @Nullable Connection cause) {
        Plan plan = applied.plan();
        if (applied.removed() || applied.activeForAll() || (cause != null && cause.closed())) {
            return;
        }
        if (plan.scope() == Scope.EACH) {
            if (cause != null && !applied.concerns(cause)) {
                cause.unwatch(applied);
                applied.markActive(cause);
                take(applied, cause);
                end(applied, cause);
            }
        } else {
            boolean counted = plan.trigger().kind() == Trigger.Kind.CONNECTIONS && cause != null;
            connections.forEach(connection -> connection.unwatch(applied));
            applied.markActive(counted && cause != null ? cause.number() : lastNumber + 1);
            if (plan.effect().acceptsDifferently()) {
                setDoor();
            } else {
                List.copyOf(connections).forEach(connection -> take(applied, connection));
            }
            end(applied, null);
        }
        sockets.loop().execute(applied::announce);
    }

    /** Lets a plan do what it does on a connection, if it concerns it. */
    private void take(AppliedPlan applied, Connection connection) {
        if (!applied.concerns(connection) || connection.closed()) {
            return;
        }
        if (applied.plan().effect().cuts()) {
            connection.cut(applied.plan());
        } else {
            shape(connection);
        }
    }

    /** Plans the end of what has begun, on a connection or altogether. */
    private void end(AppliedPlan applied, @Nullable Connection connection) {
        Plan plan = applied.plan();
        if (plan.instant()) {
            if (plan.scope() == Scope.ALL) {
                disarm(applied);
            }
        } else if (plan.lastingNanos() > 0) {
            schedule(
                    () -> {
                        if (connection == null) {
                            disarm(applied);
                        } else {
                            applied.forget(connection);
                            shape(connection);
                        }
                    },
                    plan.lastingNanos());
        }
    }

    void disarm(AppliedPlan applied) {
        if (!plans.remove(applied)) {
            return;
        }
        applied.markRemoved();
        connections.forEach(connection -> connection.unwatch(applied));
        if (applied.plan().effect().acceptsDifferently()) {
            setDoor();
        } else if (!applied.plan().effect().cuts()) {
            List.copyOf(connections).forEach(this::shape);
        }
    }

    private void shape(Connection connection) {
        if (!connection.closed()) {
            connection.shape(
                    plans.stream().filter(plan -> plan.concerns(connection)).toList());
        }
    }

    private boolean active(Effect effect) {
        return plans.stream().anyMatch(plan -> plan.plan().effect() == effect && plan.activeForAll());
    }

    private void setDoor() {
        door.set(!active(Effect.REFUSE));
        if (!active(Effect.SILENCE)) {
            List<Connection> heard = List.copyOf(silent);
            silent.clear();
            heard.stream().filter(connection -> !connection.ending()).forEach(this::connect);
        }
    }

    void accepted(SocketChannel client) {
        Connection connection = new Connection(this, ++lastNumber, client, counters);
        client.pipeline()
                .addLast(new Relay(
                        connection, connection.flow(Direction.TO_SERVER), connection.flow(Direction.TO_CLIENT)));
        counters.accepted.increment();
        connections.add(connection);
        // the socket can be cut only once it is registered
        sockets.loop().execute(() -> admit(connection));
    }

    private void admit(Connection connection) {
        for (AppliedPlan applied : List.copyOf(plans)) {
            boolean each = applied.plan().scope() == Scope.EACH;
            switch (applied.plan().trigger().kind()) {
                case NOW -> {
                    if (each) {
                        fired(applied, connection);
                    }
                }
                case CONNECTIONS -> {
                    if (applied.countConnection()) {
                        fired(applied, connection);
                    }
                }
                case DELAY -> {
                    if (each) {
                        later(applied, connection);
                    }
                }
                case BYTES, SEQUENCE -> {
                    if (each || !applied.activeForAll()) {
                        connection.watch(applied);
                    }
                }
                case CALL -> {}
            }
        }
        plans.stream()
                .filter(plan -> plan.plan().effect().cuts() && plan.plan().scope() == Scope.NEW)
                .toList()
                .forEach(plan -> take(plan, connection));
        shape(connection);
        if (connection.closed() || connection.ending()) {
            return;
        }
        if (active(Effect.SILENCE)) {
            silent.add(connection);
        } else {
            connect(connection);
        }
    }

    private void connect(Connection connection) {
        ChannelFuture attempt = sockets.connect(
                server,
                new Relay(connection, connection.flow(Direction.TO_CLIENT), connection.flow(Direction.TO_SERVER)));
        connection.connecting((SocketChannel) attempt.channel());
        attempt.addListener(done -> {
            if (connection.closed()) {
                ChannelFuture unused = attempt.channel().close();
            } else if (!done.isSuccess()) {
                LOGGER.log(Level.DEBUG, "Cannot connect to " + server, done.cause());
                counters.unreachable.increment();
                connection.reset();
            } else {
                connection.connected();
            }
        });
    }

    private void schedule(Runnable task, long nanos) {
        Future<?> unused = sockets.loop()
                .schedule(task, nanos, TimeUnit.NANOSECONDS)
                .addListener(done -> {
                    if (!done.isSuccess() && !done.isCancelled()) {
                        LOGGER.log(Level.WARNING, "A plan failed at its time", done.cause());
                    }
                });
    }

    void ended(Connection connection) {
        if (connections.remove(connection)) {
            silent.remove(connection);
            plans.forEach(plan -> plan.forget(connection));
            counters.ended.increment();
        }
    }
    /** Fires the trigger of a plan by call. */
    void fire(AppliedPlan applied) {
        if (applied.plan().scope() == Scope.EACH) {
            List.copyOf(connections).forEach(connection -> fired(applied, connection));
        } else {
            fired(applied, null);
        }
    }

    void clear() {
        List.copyOf(plans).forEach(this::disarm);
    }

    void close() {
        plans.clear();
        door.close();
        List.copyOf(connections).forEach(Connection::reset);
    }
}
