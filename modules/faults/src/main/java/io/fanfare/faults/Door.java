package io.fanfare.faults;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of a proxy. While it is shut its port is bound and nobody listens, so that connecting is refused
 * and no other process takes the port. Confined to the thread of the proxy, but for what any thread may ask.
 */
final class Door {
    private static final Logger LOGGER = System.getLogger(Door.class.getName());

    /** A listening socket is closed by the next select, and only then can its port be bound. */
    private static final int ATTEMPTS = 1000;

    private static final long PAUSE_MILLIS = 1;

    private final ServerBootstrap bootstrap;
    private final EventLoop loop;
    private final InetSocketAddress address;
    private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
    private @Nullable Channel listener;
    private @Nullable Socket placeholder;
    private boolean wanted = true;
    private boolean closed;

    private Door(ServerBootstrap bootstrap, EventLoop loop, Channel listener) {
        this.bootstrap = bootstrap;
        this.loop = loop;
        this.listener = listener;
        this.address = (InetSocketAddress) listener.localAddress();
    }

    /** Listens on a free port of the loopback address. */
    static Door open(ServerBootstrap bootstrap, EventLoop loop) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Door(
                bootstrap, loop, bootstrap.bind(anyPort).syncUninterruptibly().channel());
    }

    /** Returns where it listens; any thread may ask. */
    InetSocketAddress address() {
        return address;
    }

    /** Returns what completes when the door is as it was last set; any thread may ask. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Opens or shuts the door. */
    void set(boolean open) {
        wanted = open;
        if (settled.isDone() && wanted != (listener != null)) {
            settled = new CompletableFuture<>();
            move();
        }
    }

    private void move() {
        Channel listening = listener;
        if (closed || wanted == (listening != null)) {
            settled.complete(null);
        } else if (listening == null) {
            leave();
            listen(ATTEMPTS);
        } else {
            listener = null;
            ChannelFuture unused = listening.close();
            hold(ATTEMPTS);
        }
    }

    private void listen(int attempts) {
        ChannelFuture binding = bootstrap.bind(address);
        ChannelFuture unused = binding.addListener(bound -> {
            if (bound.isSuccess()) {
                listener = binding.channel();
                move();
            } else if (attempts > 0 && !closed) {
                later(() -> listen(attempts - 1));
            } else {
                LOGGER.log(
                        Level.WARNING,
                        "Cannot listen on " + address + " again: the proxy accepts no connections",
                        bound.cause());
                settled.complete(null);
            }
        });
    }

    private void hold(int attempts) {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            placeholder = socket;
            move();
        } catch (IOException e) {
            leave(socket);
            if (attempts > 0 && !closed) {
                later(() -> hold(attempts - 1));
            } else {
                LOGGER.log(Level.DEBUG, "The port of " + address + " is refused but not held", e);
                move();
            }
        }
    }

    private void later(Runnable task) {
        Future<?> unused = loop.schedule(task, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void leave() {
        Socket held = placeholder;
        if (held != null) {
            placeholder = null;
            leave(held);
        }
    }

    private static void leave(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot give up a port", e);
        }
    }

    /** Shuts the door for good. */
    void close() {
        closed = true;
        Channel listening = listener;
        if (listening != null) {
            ChannelFuture unused = listening.close();
        }
        leave();
        settled.complete(null);
    }
}
