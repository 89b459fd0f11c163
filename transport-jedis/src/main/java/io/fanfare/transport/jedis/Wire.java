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
 * @param label the role and the node, for messages
 * @param raw the TCP socket
 * @param input what it brings, decrypted
 * @param output what it takes, before encryption
 * @param threads starts the threads of the connection
 */
record Wire(Node node, String label, Socket raw, InputStream input, OutputStream output, Threads threads) {
    private static final System.Logger LOGGER = System.getLogger("io.fanfare.transport.jedis");

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
