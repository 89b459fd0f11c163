package io.fanfare.transport.lettuce;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells each attempt to connect of its channel, before the channel connects. */
final class PipelineSetup implements NettyCustomizer {
    private static final AttributeKey<Attempt<?>> ATTEMPT = AttributeKey.valueOf(PipelineSetup.class, "attempt");

    private static final ThreadLocal<@Nullable Attempt<?>> CURRENT = new ThreadLocal<>();

    /** Runs what starts to connect; Lettuce makes the bootstrap before it returns from that. */
    <R> R during(Attempt<?> attempt, Supplier<R> connecting) {
        CURRENT.set(attempt);
        try {
            return connecting.get();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public void afterBootstrapInitialized(Bootstrap bootstrap) {
        Attempt<?> attempt = CURRENT.get();
        if (attempt == null) {
            throw new IllegalStateException("Lettuce connects on another thread than the one that asked for it");
        }
        bootstrap.attr(ATTEMPT, attempt);
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        Attempt<?> attempt = channel.attr(ATTEMPT).getAndSet(null);
        if (attempt == null) {
            throw new IllegalStateException("a channel belongs to no attempt to connect");
        }
        attempt.opened(channel);
    }
}
