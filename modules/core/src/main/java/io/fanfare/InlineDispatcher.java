package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Delivers on the thread that offers. */
final class InlineDispatcher implements Dispatcher {
    @Override
    public Set<OverflowPolicy> overflowPolicies() {
        return EnumSet.allOf(OverflowPolicy.class);
    }

    @Override
    public DispatchQueue open(QueueLimits limits, DispatchTarget target) {
        return new InlineQueue(target);
    }

    @Override
    public void close() {}

    /** Holds nothing; the lock keeps tasks of other threads from running together with a delivery. */
    private static final class InlineQueue implements DispatchQueue {
        private static final System.Logger LOG = System.getLogger(InlineDispatcher.class.getName());

        private final DispatchTarget target;
        private volatile boolean closed;
        private volatile long received;
        private volatile long delivered;

        InlineQueue(DispatchTarget target) {
            this.target = target;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread at a time
        public synchronized void offer(List<Message> messages) {
            received += messages.size();
            if (closed) {
                return;
            }
            try {
                target.deliver(messages);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a delivery failed", e);
            }
            delivered += messages.size();
        }

        @Override
        public synchronized void execute(Runnable task) {
            if (closed) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a task failed", e);
            }
        }

        @Override
        public QueueStats stats() {
            return new QueueStats(0, 0, received, delivered, 0);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
