package io.fanfare.transport.redisson;

import io.fanfare.spi.Node;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Runs code of others on the event loop, so that what it throws is reported and goes no further. */
final class Guard {
    private static final Logger LOG = System.getLogger(Guard.class.getPackageName());

    private Guard() {}

    static void run(Node node, String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            thrown(node, what, e);
        }
    }

    static void thrown(Node node, String what, Throwable thrown) {
        LOG.log(Level.ERROR, what + " threw, on a connection to " + node + "; reading goes on", thrown);
    }
}
