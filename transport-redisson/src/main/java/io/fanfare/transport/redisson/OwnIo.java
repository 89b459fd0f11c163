package io.fanfare.transport.redisson;

import io.fanfare.spi.Address;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Threads of one transport alone; given to Redisson, which would otherwise make its own. */
final class OwnIo implements IoResources {
    static final int CONNECTING_THREADS = 4;

    /** How many connects may wait for one of these threads. */
    static final int CONNECTS_WAITING = 16_384;

    private static final long IDLE_SECONDS = 5;
    private static final long TICK_MILLIS = 250;
    private static final long JOIN_MILLIS = 2_000;

    private final Threads ioThreads = new Threads("fanfare-redisson-io");
    private final Threads timerThreads = new Threads("fanfare-redisson-timer");
    private final Threads connectThreads = new Threads("fanfare-redisson-connect");
    private final List<EventLoop> loops;
    private final AtomicInteger next = new AtomicInteger();
    private final HashedWheelTimer timer = new HashedWheelTimer(timerThreads, TICK_MILLIS, TimeUnit.MILLISECONDS);

    /** Resolves names with the JDK's resolver, which blocks, and asks for credentials. */
    private final ThreadPoolExecutor connecting = new ThreadPoolExecutor(
            CONNECTING_THREADS,
            CONNECTING_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(CONNECTS_WAITING),
            connectThreads);

    private final AddressResolverGroup<InetSocketAddress> resolvers = new AddressResolverGroup<>() {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new DefaultNameResolver(executor).asAddressResolver();
        }
    };

    private final SocketKind sockets;

    OwnIo(int threads, SocketKind sockets) {
        this.sockets = sockets;
        connecting.allowCoreThreadTimeOut(true);
        // loops of their own and no group: the end of a group runs on a thread that Netty shares between groups
        loops = IntStream.range(0, threads)
                .<EventLoop>mapToObj(i -> new SingleThreadIoEventLoop(null, ioThreads, sockets.io()))
                .toList();
    }

    @Override
    public EventLoop nextLoop() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    @Override
    public @Nullable Class<? extends DuplexChannel> channel(Address address) {
        return sockets.to(address);
    }

    @Override
    public Timer timer() {
        return timer;
    }

    @Override
    public Executor connecting() {
        return connecting;
    }

    @Override
    public boolean isClosed() {
        return connecting.isShutdown();
    }

    @Override
    public AddressResolverGroup<InetSocketAddress> resolvers() {
        return resolvers;
    }

    @Override
    public void close() {
        connecting.shutdownNow();
        resolvers.close();
        for (EventLoop loop : loops) {
            var unused = loop.shutdownGracefully(0, JOIN_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!timerThreads.isCurrent()) {
            var unused = timer.stop();
        }
        boolean onOwnThread = ioThreads.isCurrent() || connectThreads.isCurrent() || timerThreads.isCurrent();
        if (!onOwnThread) {
            ioThreads.join();
            connectThreads.join();
        }
    }

    /** Makes threads and remembers those that may be alive. */
    private static final class Threads extends DefaultThreadFactory {
        private final Queue<Thread> made = new ConcurrentLinkedQueue<>();

        Threads(String name) {
            super(name, true);
        }

        @Override
        protected Thread newThread(Runnable task, String name) {
            made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            Thread thread = super.newThread(task, name);
            made.add(thread);
            return thread;
        }

        boolean isCurrent() {
            return made.contains(Thread.currentThread());
        }

        void join() {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
            try {
                for (Thread thread : made) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    thread.join(Math.max(1, left));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
