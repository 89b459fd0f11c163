package io.fanfare.transport.redisson;

import io.fanfare.spi.Node;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** Runs code of others on the event loop, so that what it throws is reported and goes no further. */
final class Guard {
    private static final Logger LOG = System.getLogger(Guard.class.getPackageName());

    private static final AtomicLong THROWN = new AtomicLong();

    private Guard() {}

    static void run(Node node, String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            thrown(node, what, e);
        }
    }

    /** Logs the first, second, fourth, eighth and so on of this process, lest each message makes a line. */
    static void thrown(Node node, String what, Throwable thrown) {
        long times = THROWN.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            LOG.log(
                    Level.WARNING,
                    what + " threw, on a connection to " + node + ", " + times
                            + " times so far in all; reading goes on",
                    thrown);
        }
    }
}
