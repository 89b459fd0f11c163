package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices, every interval, that the server of a connection was a master and has become a replica, by {@code HELLO}
 * without arguments, which needs no right and changes nothing. The connection is replaced then, so that an address that
 * leads to the new master by now is followed.
 */
final class RoleWatch implements Vigil.Watch {
    private static final String[] HELLO = {"HELLO"};

    private final Duration interval;
    private final Duration timeout;
    private final ConnectionPool<CommandConnection> commands;
    private final Functions functions;
    private final Subscriber subscriber;
    private final ObjLongConsumer<PubSubException> onDemotion;

    /**
     * Creates one; {@code onDemotion} has the connections replaced that have published since a
     * {@link System#nanoTime()} at which the server was still a master.
     */
    RoleWatch(
            Duration interval,
            Duration timeout,
            ConnectionPool<CommandConnection> commands,
            Functions functions,
            Subscriber subscriber,
            ObjLongConsumer<PubSubException> onDemotion) {
        this.interval = interval;
        this.timeout = timeout;
        this.commands = commands;
        this.functions = functions;
        this.subscriber = subscriber;
        this.onDemotion = onDemotion;
    }

    @Override
    public void connected(SubscribeConnection made, ConnectionTimer timer) {
        if (!interval.isZero()) {
            new Watched(new Inquiry(made, commands, timeout), timer).ask();
        }
    }

    /** Returns the role that a reply to {@code HELLO} tells; null if it tells none. */
    static @Nullable String role(Reply reply) {
        if (reply instanceof Reply.OfMap map) {
            for (Map.Entry<Reply, Reply> field : map.values().entrySet()) {
                if (field.getKey().toString().equals("role")) {
                    return field.getValue().toString();
                }
            }
        } else if (reply instanceof Reply.OfList list) {
            List<Reply> fields = list.values();
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                if (fields.get(i).toString().equals("role")) {
                    return fields.get(i + 1).toString();
                }
            }
        }
        return null;
    }

    /** The role of one connection's server. */
    private final class Watched {
        private final Inquiry inquiry;
        private final ConnectionTimer timer;
        private volatile boolean wasMaster;

        /** The {@link System#nanoTime()} at which the server was last known to be a master. */
        private volatile long masterNanos;

        Watched(Inquiry inquiry, ConnectionTimer timer) {
            this.inquiry = inquiry;
            this.timer = timer;
        }

        void ask() {
            SubscribeConnection connection = inquiry.connection();
            if (!connection.isOpen()) {
                return;
            }
            long asked = System.nanoTime();
            inquiry.ask(HELLO, HELLO).whenComplete((reply, failure) -> {
                if (failure != null) {
                    refused(connection, Link.unwrap(failure));
                } else {
                    judge(connection, role(reply), asked);
                }
                timer.later(interval, this::ask);
            });
        }

        private void refused(SubscribeConnection connection, PubSubException cause) {
            if (connection.isOpen() && cause.code().kind() != ErrorCode.Kind.TRANSIENT) {
                functions.degraded(connection.node(), Function.ROLE, cause);
            }
        }

        private void judge(SubscribeConnection connection, @Nullable String role, long asked) {
            if (role == null) {
                return;
            }
            functions.works(connection.node(), Function.ROLE);
            if (role.equals("master")) {
                wasMaster = true;
                masterNanos = asked;
            } else if (wasMaster) {
                PubSubException cause = new PubSubException(
                        ErrorCode.DEMOTED,
                        connection.node() + " was a master and is a " + role
                                + " now; its connections are replaced. If it stays one, what is published there reaches"
                                + " its own subscribers only: let fanfare.uri lead to the master");
                subscriber.distrust(connection, masterNanos, cause);
                onDemotion.accept(cause, masterNanos);
            }
        }
    }
}
