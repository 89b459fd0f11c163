package io.fanfare.transport.redisson;

import io.fanfare.spi.Address;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.redisson.connection.ServiceManager;

/** The threads of an application's Redisson, which has them whatever its configuration says of them. */
final class ClientIo implements IoResources {
    private final ServiceManager services;

    ClientIo(ServiceManager services) {
        this.services = services;
    }

    @Override
    public EventLoop nextLoop() {
        return services.getGroup().next();
    }

    @Override
    public @Nullable Class<? extends DuplexChannel> channel(Address address) {
        Class<? extends DuplexChannel> own = services.getSocketChannelClass();
        return address.isSocket() ? SocketKind.unixBeside(own) : own;
    }

    @Override
    public Timer timer() {
        return services.getTimer();
    }

    @Override
    public Executor connecting() {
        return services.getExecutor();
    }

    @Override
    public AddressResolverGroup<InetSocketAddress> resolvers() {
        return services.getResolverGroup();
    }

    @Override
    public boolean isClosed() {
        return services.isShuttingDown();
    }

    /** Nothing here is the transport's. */
    @Override
    public void close() {}
}
