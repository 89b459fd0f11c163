package io.fanfare.transport.redisson;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** The threads of one transport and what runs on them. */
interface IoResources {
    /** Returns the event loop for one more connection. */
    EventLoop nextLoop();

    /** Returns the class of the sockets that the event loops serve. */
    Class<? extends DuplexChannel> channel();

    Timer timer();

    /** Returns what runs the steps of connecting that may block; it refuses them when full, and when this is closed. */
    Executor connecting();

    AddressResolverGroup<InetSocketAddress> resolvers();

    boolean isClosed();

    /** Ends what belongs to the transport, and waits for that unless called on a thread of it. */
    void close();
}
