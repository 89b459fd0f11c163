package io.fanfare.transport.jedis;

import io.fanfare.spi.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;

/**
 * A socket on which the handshake is done.
 *
 * @param node the node at the other end
 * @param role what the connection is for
 * @param raw the TCP socket
 * @param input what it brings, decrypted
 * @param output what it takes, before encryption
 * @param threads starts the threads of the connection
 */
record Wire(Node node, String role, Socket raw, InputStream input, OutputStream output, Threads threads) {
    private static final System.Logger LOGGER = System.getLogger("io.fanfare.transport.jedis");

    /** Returns what messages call the connection. */
    String title() {
        return title(role, node);
    }

    static String title(String role, Node node) {
        return role + " connection to " + node;
    }

    /** Returns what the names of its threads contain. */
    String threadLabel() {
        return threadLabel(role, node);
    }

    static String threadLabel(String role, Node node) {
        return role + "-" + node.connect();
    }

    /** Closes the TCP socket, which frees every thread that waits for it; never blocks. */
    void abort() {
        abort(raw);
    }

    static void abort(Socket raw) {
        try {
            raw.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "closing a socket failed", e);
        }
    }
}
