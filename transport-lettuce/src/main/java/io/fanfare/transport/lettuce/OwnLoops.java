package io.fanfare.transport.lettuce;

import io.lettuce.core.RedisClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.ThreadFactoryProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of one transport, and the client resources whose every job runs on them: Lettuce's own would add a
 * timer thread and computation threads, and at least two event loops.
 */
final class OwnLoops implements Loops {
    private static final System.Logger LOG = System.getLogger(OwnLoops.class.getName());

    /** How long {@link #close} waits for the threads; they need a few milliseconds. */
    private static final long CLOSE_SECONDS = 5;

    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final EventLoopGroup group;
    private final ClientResources resources;

    OwnLoops(int threads, NettyCustomizer customizer) {
        ThreadFactory named = new DefaultThreadFactory("fanfare-lettuce-io", true);
        ThreadFactory recording = task -> {
            Thread thread = named.newThread(task);
            started.add(thread);
            return thread;
        };
        ThreadFactoryProvider factories = pool -> recording;
        DefaultEventLoopGroupProvider provider = new DefaultEventLoopGroupProvider(threads, factories);
        group = provider.allocate(Transports.eventLoopGroupClass());
        resources = DefaultClientResources.builder()
                .eventLoopGroupProvider(provider)
                .eventExecutorGroup(group)
                .timer(new LoopTimer(group))
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .nettyCustomizer(customizer)
                .build();
    }

    @Override
    public ClientResources resources() {
        return resources;
    }

    @Override
    public EventExecutor next() {
        return group.next();
    }

    /** Ends the threads, and with them the connections. Waits for that, unless called on one of them. */
    @Override
    public void close(RedisClient client) {
        var unused = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        var unusedToo = resources.shutdown(0, 0, TimeUnit.SECONDS);
        if (started.contains(Thread.currentThread())) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (Thread thread : started) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                thread.join(Math.max(1, left));
                if (thread.isAlive()) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "thread {0} still runs {1} s after close: a callback blocks it",
                            thread.getName(),
                            CLOSE_SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
