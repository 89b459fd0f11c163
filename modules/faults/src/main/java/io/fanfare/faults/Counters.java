package io.fanfare.faults;

import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link ProxyStats}: one thread writes, any thread reads. */
final class Counters {
    final LongAdder accepted = new LongAdder();
    final LongAdder ended = new LongAdder();
    final LongAdder unreachable = new LongAdder();
    final LongAdder discarded = new LongAdder();
    private final LongAdder toServer = new LongAdder();
    private final LongAdder toClient = new LongAdder();

    LongAdder written(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    ProxyStats snapshot() {
        // ended first: a connection that comes and goes meanwhile never makes open negative
        long gone = ended.sum();
        long all = accepted.sum();
        return new ProxyStats(all - gone, all, unreachable.sum(), toServer.sum(), toClient.sum(), discarded.sum());
    }
}
