package io.fanfare.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The IPv4 loopback address and its ports. */
final class Loopback {
    static final String HOST = "127.0.0.1";

    /** How far the cluster bus port of a node lies above its port. */
    private static final int BUS_OFFSET = 10_000;

    private static final int ATTEMPTS = 256;

    private Loopback() {}

    static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /** Returns a port that nobody listens on now, and whose cluster bus port exists and is free too. */
    static int freePort() {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (ServerSocket port = listen(0)) {
                if (port.getLocalPort() + BUS_OFFSET <= 65535) {
                    listen(port.getLocalPort() + BUS_OFFSET).close();
                    return port.getLocalPort();
                }
            } catch (IOException taken) {
                last = taken;
            }
        }
        String message = "No free port on " + HOST + " after " + ATTEMPTS + " attempts";
        throw last == null ? new EmbeddedRedisException(message) : new EmbeddedRedisException(message, last);
    }

    /** Returns the ports of a node of a cluster, on which nobody listens now. */
    static Ports freePorts() {
        try (ServerSocket clients = listen(0);
                ServerSocket bus = listen(0)) {
            return new Ports(clients.getLocalPort(), bus.getLocalPort());
        } catch (IOException e) {
            throw new EmbeddedRedisException("No two free ports on " + HOST + ": " + e, e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(address(port), 1);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
