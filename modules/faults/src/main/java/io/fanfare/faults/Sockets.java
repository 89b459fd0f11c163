package io.fanfare.faults;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sockets of a proxy: its thread, its buffers and their options. */
final class Sockets {
    private static final Logger LOGGER = System.getLogger(Sockets.class.getName());
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int LARGEST_READ = 64 * 1024;
    private static final int BACKLOG = 1024;
    private static final int CONNECT_MILLIS = 10_000;
    private static final long CLOSE_SECONDS = 10;

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    private final Map<ChannelOption<?>, Object> options = Map.of(
            ChannelOption.AUTO_READ, false,
            ChannelOption.ALLOW_HALF_CLOSURE, true,
            ChannelOption.TCP_NODELAY, true,
            ChannelOption.ALLOCATOR, buffers,
            ChannelOption.RECVBUF_ALLOCATOR, oneRead());
    private final EventLoop loop = new SingleThreadIoEventLoop(null, this::newThread, NioIoHandler.newFactory());
    private volatile @Nullable Thread thread;

    private Thread newThread(Runnable work) {
        Thread created = new Thread(work, "fanfare-faults-" + NUMBER.incrementAndGet());
        created.setDaemon(true);
        thread = created;
        return created;
    }

    private static AdaptiveRecvByteBufAllocator oneRead() {
        AdaptiveRecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator(512, 4096, LARGEST_READ);
        sizes.maxMessagesPerRead(1);
        return sizes;
    }

    EventLoop loop() {
        return loop;
    }

    /** Returns how many bytes of memory are held for what is under way. */
    long buffered() {
        return buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
    }

    /** Returns what listens, and hands over each accepted socket before it is registered. */
    ServerBootstrap listening(Consumer<SocketChannel> accepted) {
        ServerBootstrap listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(initializer(accepted));
        options.forEach((option, value) -> set(listening, option, value));
        return listening;
    }

    ChannelFuture connect(InetSocketAddress address, ChannelHandler handler) {
        Bootstrap connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(handler);
        options.forEach((option, value) -> set(connecting, option, value));
        return connecting.connect(address);
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(ServerBootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.childOption(option, (T) value);
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(Bootstrap bootstrap, ChannelOption<T> option, Object value) {
        bootstrap.option(option, (T) value);
    }

    private static ChannelHandler initializer(Consumer<SocketChannel> initializer) {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                initializer.accept(channel);
            }
        };
    }

    /** Closes the sockets that are still open and ends the thread. */
    void shutDown() {
        Future<?> unused = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the end of the thread, unless it is this one. */
    void awaitEnd() {
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            running.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            if (running.isAlive()) {
                LOGGER.log(
                        Level.WARNING,
                        "The thread {0} is still there {1} s after the proxy was closed",
                        running.getName(),
                        CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
