package io.fanfare.transport.lettuce;

import io.lettuce.core.RedisClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Event loops of an application's client resources. They are borrowed as every Lettuce client borrows them: what nobody
 * else uses, the resources end when it is given back, and start again for the next.
 */
final class GivenLoops implements Loops {
    private static final System.Logger LOG = System.getLogger(GivenLoops.class.getName());
    private static final long CLOSE_SECONDS = 5;

    private final ClientResources given;
    private final ClientResources resources;
    private final EventLoopGroup group;

    GivenLoops(ClientResources given, NettyCustomizer customizer) {
        this.given = given;
        group = given.eventLoopGroupProvider().allocate(Transports.eventLoopGroupClass());
        // nothing in it is its own, so that its shutdown shuts nothing down
        resources = DefaultClientResources.builder()
                .eventLoopGroupProvider(given.eventLoopGroupProvider())
                .eventExecutorGroup(given.eventExecutorGroup())
                .timer(given.timer())
                .eventBus(given.eventBus())
                .addressResolverGroup(given.addressResolverGroup())
                .socketAddressResolver(given.socketAddressResolver())
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

    @Override
    public void close(RedisClient client) {
        var ended = client.shutdownAsync(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        var unused = given.eventLoopGroupProvider().release(group, 0, CLOSE_SECONDS, TimeUnit.SECONDS);
        var unusedToo = resources.shutdown(0, 0, TimeUnit.SECONDS);
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return;
            }
        }
        try {
            ended.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "connections are still open " + CLOSE_SECONDS + " s after close", e);
        }
    }
}
