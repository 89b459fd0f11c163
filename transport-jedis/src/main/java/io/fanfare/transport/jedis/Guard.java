package io.fanfare.transport.jedis;

import java.lang.System.Logger.Level;

/** Runs the listeners and callbacks of one connection so that what they throw is logged and goes no further. */
final class Guard {
    private static final System.Logger LOGGER = System.getLogger("io.fanfare.transport.jedis");

    private final String connection;
    private long thrown;

    /**
     * Creates the guard of one connection.
     *
     * @param connection the connection's name in the log
     */
    Guard(String connection) {
        this.connection = connection;
    }

    void run(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            caught(e);
        }
    }

    /** Logs the first, second, fourth, eighth and so on, lest each message makes a line. */
    void caught(Throwable e) {
        thrown++;
        if (Long.bitCount(thrown) == 1) {
            LOGGER.log(
                    Level.WARNING,
                    "a listener or callback of the " + connection + " threw, " + thrown
                            + " times so far; reading goes on",
                    e);
        }
    }
}
