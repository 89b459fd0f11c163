package io.fanfare.faults;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An accepted connection and the one to the server behind it; confined to the thread of the proxy. */
final class Connection {
    private static final Logger LOGGER = System.getLogger(Connection.class.getName());

    private final Switchboard switchboard;
    private final long number;
    private final SocketChannel client;
    private final Flow toServer;
    private final Flow toClient;
    private final List<Plan> cuts = new ArrayList<>(0);
    private @Nullable SocketChannel server;
    private boolean closed;
    private boolean connected;
    private boolean ending;

    Connection(Switchboard switchboard, long number, SocketChannel client, Counters counters) {
        this.switchboard = switchboard;
        this.number = number;
        this.client = client;
        this.toServer = new Flow(this, Direction.TO_SERVER, counters);
        this.toClient = new Flow(this, Direction.TO_CLIENT, counters);
    }

    /** Returns which of the accepted connections it is, from 1. */
    long number() {
        return number;
    }

    boolean closed() {
        return closed;
    }

    /** Returns whether the client was told the end before there was a server. */
    boolean ending() {
        return ending;
    }

    Flow flow(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    /** Takes the socket to the server, which connects. */
    void connecting(SocketChannel server) {
        this.server = server;
    }

    /** Begins to carry bytes, as the socket to the server is connected. */
    void connected() {
        SocketChannel far = server;
        if (closed || far == null) {
            return;
        }
        toServer.link(client, far);
        toClient.link(far, client);
        connected = true;
        cuts.forEach(this::cut);
        toServer.readMore();
        toClient.readMore();
        toServer.pump();
        toClient.pump();
    }

    /** Applies the plans that concern this connection. */
    void shape(List<AppliedPlan> plans) {
        for (Direction direction : Direction.values()) {
            Predicate<AppliedPlan> covering = plan -> plan.plan().covers(direction);
            flow(direction).shape(plans.stream().filter(covering).toList());
        }
    }

    void watch(AppliedPlan plan) {
        Direction direction = plan.plan().trigger().direction();
        if (direction != null) {
            flow(direction).watch(plan.watch());
        }
    }

    void unwatch(AppliedPlan plan) {
        toServer.unwatch(plan);
        toClient.unwatch(plan);
    }

    void fire(AppliedPlan plan) {
        switchboard.fired(plan, this);
    }

    /** Ends the connection as a plan says; one that is being opened to the server, as soon as it is open. */
    void cut(Plan plan) {
        if (server != null && !connected) {
            cuts.add(plan);
            return;
        }
        boolean both = plan.covers(Direction.TO_SERVER) && plan.covers(Direction.TO_CLIENT);
        if (plan.effect() == Effect.FINISH) {
            finish(plan);
        } else if (both) {
            reset();
        } else {
            resetOnly(plan.covers(Direction.TO_CLIENT) ? client : server);
        }
    }

    private void finish(Plan plan) {
        if (server != null) {
            for (Direction direction : Direction.values()) {
                if (plan.covers(direction)) {
                    flow(direction).finish();
                }
            }
        } else if (plan.covers(Direction.TO_CLIENT)) {
            ending = true;
            toClient.detach();
            toServer.link(client, null);
            toServer.kill();
            ChannelFuture unused = client.shutdownOutput();
        }
    }

    private void resetOnly(@Nullable SocketChannel channel) {
        if (channel == null) {
            return;
        }
        (channel == client ? toServer : toClient).detach();
        reset(channel);
    }

    /** Resets both sockets. */
    void reset() {
        reset(client);
        SocketChannel far = server;
        if (far != null) {
            reset(far);
        }
        over();
    }

    private static void reset(SocketChannel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            // the peer was faster: the socket is closed
            LOGGER.log(Level.DEBUG, "No RST for a closed socket", e);
        }
        close(channel);
    }

    /** Takes note that a socket is closed. */
    void gone(Channel channel) {
        if (closed) {
            return;
        }
        SocketChannel far = server;
        if (far == null) {
            over();
            return;
        }
        Flow from = channel == client ? toServer : toClient;
        Flow into = channel == client ? toClient : toServer;
        SocketChannel other = channel == client ? far : client;
        if (from.hides() && other.isOpen() && !into.sourceEnded()) {
            from.sourceGone();
            into.kill();
        } else {
            reset();
        }
    }

    /** Returns whether one of the two sockets is closed. */
    boolean halfGone() {
        SocketChannel far = server;
        return !client.isOpen() || far == null || !far.isOpen();
    }

    /** Closes the sockets when both streams are over. */
    void settle() {
        if (!closed && toServer.over() && toClient.over()) {
            close(client);
            SocketChannel far = server;
            if (far != null) {
                close(far);
            }
            over();
        }
    }

    private static void close(SocketChannel channel) {
        ChannelFuture unused = channel.close();
    }

    private void over() {
        if (!closed) {
            closed = true;
            toServer.close();
            toClient.close();
            switchboard.ended(this);
        }
    }
}
