package io.fanfare;

import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueLimits;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A dispatcher of bounded queues whose turns are taken by something that ends with it. */
final class QueueSet implements Dispatcher {
    private static final Set<OverflowPolicy> POLICIES =
            Collections.unmodifiableSet(EnumSet.allOf(OverflowPolicy.class));

    /** Makes a queue. */
    interface Factory {
        /** Returns a new queue; {@code owner} is to hear of its close. */
        BoundedQueue open(QueueLimits limits, DispatchTarget target, QueueSet owner);
    }

    private final String id;
    private final Factory factory;
    private final AutoCloseable threads;
    private final Set<BoundedQueue> queues = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    QueueSet(String id, Factory factory, AutoCloseable threads) {
        this.id = id;
        this.factory = factory;
        this.threads = threads;
    }

    @Override
    public Set<OverflowPolicy> overflowPolicies() {
        return POLICIES;
    }

    @Override
    public BoundedQueue open(QueueLimits limits, DispatchTarget target) {
        if (closed) {
            throw new PubSubException(ErrorCode.CLOSED, "the dispatcher " + id + " is closed");
        }
        BoundedQueue queue = factory.open(limits, target, this);
        queues.add(queue);
        return queue;
    }

    void forget(BoundedQueue queue) {
        queues.remove(queue);
    }

    @Override
    public void close() {
        closed = true;
        queues.forEach(BoundedQueue::close);
        Closing.all(Set.of(threads));
    }
}
