package io.fanfare.benchmarks;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisClientConfig;

/** Redisson's low-level client on an event loop that also runs the listeners, by native epoll where there is one. */
final class RedissonLoops implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final Timer timer = new HashedWheelTimer();
    private final RedisClient client;

    RedissonLoops(String uri) {
        RedisClientConfig config = new RedisClientConfig();
        config.setAddress(uri);
        config.setGroup(group);
        config.setSocketChannelClass(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class);
        config.setResolverGroup(DefaultAddressResolverGroup.INSTANCE);
        config.setTimer(timer);
        config.setExecutor(new SameThread());
        config.setConnectTimeout(CONNECT_MILLIS);
        config.setCommandTimeout(CONNECT_MILLIS);
        client = RedisClient.create(config);
    }

    RedisClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdown();
        timer.stop();
        var unused = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    /** Runs everything on the thread that asks for it. */
    private static final class SameThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
