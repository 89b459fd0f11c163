package io.fanfare.embedded;

import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How this JVM, and another server, speaks to a server.
 *
 * @param user who authenticates; empty for the default user
 * @param password what with; empty for not at all
 * @param tls null without TLS
 */
record Access(
        int port, String user, String password, @Nullable SSLContext tls) {
    /**
     * Connects and authenticates.
     *
     * @param timeoutMillis how long the connection and each answer may take
     */
    RespSocket open(int timeoutMillis) throws IOException {
        RespSocket socket = new RespSocket(port, timeoutMillis, tls);
        try {
            if (!user.isEmpty()) {
                socket.call("AUTH", user, password);
            } else if (!password.isEmpty()) {
                socket.call("AUTH", password);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
