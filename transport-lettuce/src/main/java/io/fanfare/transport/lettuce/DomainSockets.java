package io.fanfare.transport.lettuce;

import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.EventLoopResources;
import io.lettuce.core.resource.KqueueProvider;
import io.lettuce.core.resource.Transports;

/** Unix domain sockets, which Lettuce reaches through Netty's native epoll or kqueue alone. */
final class DomainSockets {
    private DomainSockets() {}

    /**
     * Tells whether the event loops that Lettuce takes here serve such sockets; beside io_uring it would add others.
     */
    static boolean areReachable() {
        return (EpollProvider.isAvailable() && isTaken(EpollProvider.getResources()))
                || (KqueueProvider.isAvailable() && isTaken(KqueueProvider.getResources()));
    }

    private static boolean isTaken(EventLoopResources resources) {
        return resources.matches(Transports.eventLoopGroupClass());
    }
}
