package io.fanfare.faults;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of a proxy. While it is shut its port is bound and nobody listens, so that connecting is refused
 * and no other process takes the port.
 */
final class Door {
    private static final Logger LOGGER = System.getLogger(Door.class.getName());

    private final ServerBootstrap bootstrap;
    private final InetSocketAddress address;
    private @Nullable Channel listener;
    private @Nullable Socket placeholder;

    private Door(ServerBootstrap bootstrap, Channel listener) {
        this.bootstrap = bootstrap;
        this.listener = listener;
        this.address = (InetSocketAddress) listener.localAddress();
    }

    /** Listens on a free port of the loopback address. */
    static Door open(ServerBootstrap bootstrap) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Door(bootstrap, bootstrap.bind(anyPort).syncUninterruptibly().channel());
    }

    InetSocketAddress address() {
        return address;
    }

    /** Shuts or opens the door; on the thread of the proxy. */
    void set(boolean open) {
        if (open && listener == null) {
            leave();
            listener = bootstrap
                    .bind(address)
                    .addListener(bound -> {
                        if (!bound.isSuccess()) {
                            LOGGER.log(
                                    Level.WARNING,
                                    "Cannot listen on " + address + " again: the proxy accepts no connections",
                                    bound.cause());
                        }
                    })
                    .channel();
        } else if (!open && listener != null) {
            listener.close();
            listener = null;
            hold();
        }
    }

    private void hold() {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            placeholder = socket;
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "The port of " + address + " is refused but not held", e);
            leave(socket);
        }
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
            throw new UncheckedIOException("Cannot give up the port " + socket.getLocalPort(), e);
        }
    }

    /** Shuts the door for good. */
    void close() {
        Channel listening = listener;
        if (listening != null) {
            listening.close();
        }
        leave();
    }
}
