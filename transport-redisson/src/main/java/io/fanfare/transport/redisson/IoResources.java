package io.fanfare.transport.redisson;

import io.fanfare.spi.Address;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The threads of one transport and what runs on them. */
interface IoResources {
    /** Returns the event loop for one more connection. */
    EventLoop nextLoop();

    /** Returns the class of the sockets to an address; null if the event loops serve none to such a one. */
    @Nullable
    Class<? extends DuplexChannel> channel(Address address);

    Timer timer();

    /** Returns what runs the steps of connecting that may block; it refuses them when full, and when this is closed. */
    Executor connecting();

    AddressResolverGroup<InetSocketAddress> resolvers();

    boolean isClosed();

    /** Ends what belongs to the transport, and waits for that unless called on a thread of it. */
    void close();
}
