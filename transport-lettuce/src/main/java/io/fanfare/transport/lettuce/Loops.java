package io.fanfare.transport.lettuce;

import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.concurrent.EventExecutor;

/** The event loops of one transport, and the client resources that lead to them. */
interface Loops {
    ClientResources resources();

    /** Returns the event loop that comes next in turn. */
    EventExecutor next();

    /**
     * Ends what remains of a client and, if they belong to the transport, the event loops. Waits for that, unless
     * called on one of them.
     */
    void close(RedisClient client);
}
