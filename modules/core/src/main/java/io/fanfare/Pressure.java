package io.fanfare;

import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a queue is full under the policy block, and whether its handler is slow. Changes under the queue's lock; the
 * target is told without it, by one thread at a time.
 */
final class Pressure {
    /** A queue of fewer messages than this is slow only when it drops one. */
    private static final int SMALL = 10;

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final QueueLimits limits;
    private final DispatchTarget target;
    private final ReentrantLock lock;

    private boolean telling;
    private boolean full;
    private boolean toldFull;
    private int resumeMessages;
    private long resumeBytes;

    private boolean slow;
    private boolean toldSlow;
    private @Nullable QueueStats began;
    private int worstMessages;
    private long worstBytes;
    private long droppedBefore;
    private long dropped;

    Pressure(QueueLimits limits, DispatchTarget target, ReentrantLock lock) {
        this.limits = limits;
        this.target = target;
        this.lock = lock;
    }

    /**
     * Notes the state after messages came. Returns whether the target is to be told.
     *
     * @param lostSome whether messages were dropped for lack of room
     * @param lostNow how many were dropped, for whatever reason
     */
    boolean risen(Backlog backlog, boolean overBudget, boolean lostSome, int lostNow, QueueTotals totals) {
        int messages = backlog.messages();
        long bytes = backlog.bytes();
        if (limits.overflow() == OverflowPolicy.BLOCK
                && !full
                && messages > 0
                && (overBudget || messages >= limits.maxMessages() || bytes >= limits.maxBytes())) {
            full = true;
            resumeMessages = Math.min(messages, limits.maxMessages()) / 2;
            resumeBytes = Math.min(bytes, limits.maxBytes()) / 2;
        }
        if (!slow && (lostSome || isNearlyFull(messages, bytes))) {
            slow = true;
            if (began == null) {
                began = totals.stats(backlog);
                droppedBefore = totals.dropped - lostNow;
                worstMessages = 0;
                worstBytes = 0;
            }
        }
        if (slow) {
            worstMessages = Math.max(worstMessages, messages);
            worstBytes = Math.max(worstBytes, bytes);
            dropped = totals.dropped - droppedBefore;
        }
        return hasNews();
    }

    /** Notes that messages were dropped that had waited. */
    void dropped(int messages) {
        if (slow) {
            dropped += messages;
        }
    }

    private boolean isNearlyFull(int messages, long bytes) {
        return limits.maxMessages() >= SMALL
                && (messages >= limits.maxMessages() * 0.8 || (messages > 1 && bytes >= limits.maxBytes() * 0.8));
    }

    /** Notes the state after messages were delivered. Returns whether the target is to be told. */
    boolean fallen(Backlog backlog) {
        if (full && backlog.messages() <= resumeMessages && backlog.bytes() <= resumeBytes) {
            full = false;
        }
        if (slow && backlog.messages() <= limits.maxMessages() / 2 && backlog.bytes() <= limits.maxBytes() / 2) {
            slow = false;
        }
        return hasNews();
    }

    private boolean hasNews() {
        return !telling && (full != toldFull || slow != toldSlow || (began != null && !slow));
    }

    /** Tells the target what has changed. Called without the lock. */
    void tell() {
        for (Runnable news = next(false); news != null; news = next(true)) {
            try {
                news.run();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, "telling a subscription of its queue failed", e);
            }
        }
    }

    private @Nullable Runnable next(boolean mine) {
        lock.lock();
        try {
            if (telling && !mine) {
                return null;
            }
            Runnable news = next();
            telling = news != null;
            return news;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Runnable next() {
        if (full != toldFull) {
            toldFull = full;
            return full ? target::full : target::drained;
        }
        QueueStats start = began;
        if (start != null && !toldSlow) {
            toldSlow = true;
            return () -> target.slowBegan(start);
        }
        if (toldSlow && !slow) {
            toldSlow = false;
            began = null;
            int messages = worstMessages;
            long bytes = worstBytes;
            long lost = dropped;
            return () -> target.slowEnded(messages, bytes, lost);
        }
        return null;
    }
}
