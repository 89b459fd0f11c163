package io.fanfare.embedded;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The port of a server that is not running, bound so that connecting is refused, that no other process takes it, and
 * that no client connects to itself from it.
 */
final class HeldPort implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(HeldPort.class.getName());

    private final int port;
    private @Nullable Socket socket;

    HeldPort(int port) {
        this.port = port;
    }

    /** Binds the port if nobody else has; it is a help, not a promise. */
    synchronized void hold() {
        if (socket != null) {
            return;
        }
        Socket holding = new Socket();
        socket = holding;
        try {
            holding.setReuseAddress(true);
            holding.bind(Loopback.address(port));
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "The port " + port + " of the ended redis-server is not held", e);
            close();
        }
    }

    /** Gives the port up. */
    @Override
    public synchronized void close() {
        Socket holding = socket;
        socket = null;
        try {
            if (holding != null) {
                holding.close();
            }
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot give up the port " + port + ": " + e, e);
        }
    }
}
