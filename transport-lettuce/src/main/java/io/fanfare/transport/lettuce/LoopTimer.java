package io.fanfare.transport.lettuce;

import io.netty.channel.EventLoopGroup;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer of Lettuce's on the event loops, in place of a thread of its own that wakes ten times a second. */
final class LoopTimer implements Timer {
    private static final System.Logger LOG = System.getLogger(LoopTimer.class.getName());

    private final EventLoopGroup loops;

    LoopTimer(EventLoopGroup loops) {
        this.loops = loops;
    }

    @Override
    public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
        LoopTimeout timeout = new LoopTimeout(this, task);
        timeout.future = loops.next().schedule(timeout, delay, unit);
        return timeout;
    }

    /** Nothing to stop: what is scheduled ends with the event loops. */
    @Override
    public Set<Timeout> stop() {
        return Set.of();
    }

    private static final class LoopTimeout implements Timeout, Runnable {
        private final Timer timer;
        private final TimerTask task;
        private volatile @Nullable ScheduledFuture<?> future;

        LoopTimeout(Timer timer, TimerTask task) {
            this.timer = timer;
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run(this);
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "a timer task of Lettuce failed", e);
            }
        }

        @Override
        public Timer timer() {
            return timer;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            ScheduledFuture<?> scheduled = future;
            return scheduled != null && scheduled.isDone() && !scheduled.isCancelled();
        }

        @Override
        public boolean isCancelled() {
            ScheduledFuture<?> scheduled = future;
            return scheduled != null && scheduled.isCancelled();
        }

        @Override
        public boolean cancel() {
            ScheduledFuture<?> scheduled = future;
            return scheduled != null && scheduled.cancel(false);
        }
    }
}
