package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueLimits;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Delivers on the thread that offers. */
final class InlineDispatcher implements Dispatcher {
    private final Set<InlineQueue> queues = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Override
    public Set<OverflowPolicy> overflowPolicies() {
        return EnumSet.allOf(OverflowPolicy.class);
    }

    @Override
    public DispatchQueue open(QueueLimits limits, DispatchTarget target) {
        if (closed) {
            throw new PubSubException(ErrorCode.CLOSED, "the dispatcher inline is closed");
        }
        InlineQueue queue = new InlineQueue(target, queues::remove);
        queues.add(queue);
        return queue;
    }

    @Override
    public void close() {
        closed = true;
        queues.forEach(InlineQueue::close);
    }
}
