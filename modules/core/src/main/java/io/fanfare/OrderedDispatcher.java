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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedTransferQueue;

/** A fixed number of threads that serve queues; a queue waits for a thread at most once, which bounds what waits. */
final class OrderedDispatcher implements Dispatcher {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Set<OverflowPolicy> POLICIES =
            Set.copyOf(EnumSet.of(OverflowPolicy.DROP_OLDEST, OverflowPolicy.DROP_NEWEST, OverflowPolicy.END));

    private final BlockingQueue<OrderedQueue> ready = new LinkedTransferQueue<>();
    private final Set<OrderedQueue> queues = ConcurrentHashMap.newKeySet();
    private final Thread[] threads;
    private volatile boolean closed;

    OrderedDispatcher(int threads, String threadPrefix) {
        this.threads = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            this.threads[i] = ClientThread.of(threadPrefix + "dispatch-" + (i + 1), this::serve);
            this.threads[i].start();
        }
    }

    @Override
    public Set<OverflowPolicy> overflowPolicies() {
        return POLICIES;
    }

    @Override
    public DispatchQueue open(QueueLimits limits, DispatchTarget target) {
        if (closed) {
            throw new PubSubException(ErrorCode.CLOSED, "the dispatcher ordered is closed");
        }
        if (!POLICIES.contains(limits.overflow())) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "the dispatcher ordered has no overflow policy " + limits.overflow() + "; it has " + POLICIES);
        }
        OrderedQueue queue = new OrderedQueue(limits, target, ready::add, queues::remove);
        queues.add(queue);
        return queue;
    }

    private void serve() {
        while (!closed) {
            try {
                ready.take().deliver();
            } catch (InterruptedException e) {
                LOG.log(
                        System.Logger.Level.TRACE,
                        "interrupted, by close or by a handler; the loop's condition tells which");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        queues.forEach(OrderedQueue::close);
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
        Joining.join(threads);
    }
}
