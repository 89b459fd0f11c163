package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A bounded queue that asks for turns on a thread when it gets something to deliver. Subclasses say how many turns
 * there may be at a time and what one takes.
 */
abstract class BoundedQueue implements DispatchQueue {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final QueueLimits limits;
    private final DispatchTarget target;
    private final ByteBudget budget;
    private final Consumer<BoundedQueue> scheduler;
    private final Consumer<BoundedQueue> onClose;
    private final Pressure pressure;

    /** Guards what follows, up to {@link #refused}. */
    final ReentrantLock lock = new ReentrantLock();

    final Backlog backlog;
    private final QueueTotals totals = new QueueTotals();
    private boolean ended;
    private volatile boolean closed;

    /** What the batch being offered had to give up; used only on the thread that offers. */
    private final List<Message> refused = new ArrayList<>();

    BoundedQueue(
            QueueLimits limits,
            DispatchTarget target,
            ByteBudget budget,
            Consumer<BoundedQueue> scheduler,
            Consumer<BoundedQueue> onClose) {
        this.limits = limits;
        this.target = target;
        this.budget = budget;
        this.scheduler = scheduler;
        this.onClose = onClose;
        this.backlog = new Backlog(limits);
        this.pressure = new Pressure(limits, target, lock);
    }

    /** Returns how many more turns are wanted, and counts them as asked for. Called under the lock. */
    abstract int claimTurns();

    /** Takes one turn, on the thread that it was given. */
    abstract void deliver();

    boolean isClosed() {
        return closed;
    }

    @Override
    public void offer(List<Message> offered) {
        int turns;
        boolean endNow = false;
        boolean news = false;
        lock.lock();
        try {
            if (!closed) {
                totals.received += offered.size();
                long before = backlog.bytes();
                boolean wasEnded = ended;
                boolean lostSome = admit(offered);
                endNow = ended && !wasEnded;
                totals.dropped += refused.size();
                budget.add(backlog.bytes() - before);
                news = pressure.risen(backlog, budget.room() <= 0, lostSome, refused.size(), totals);
            }
            turns = claimTurns();
        } finally {
            lock.unlock();
        }
        schedule(turns);
        report(endNow);
        if (news) {
            pressure.tell();
        }
    }

    /** Returns whether anything was dropped for lack of room. */
    private boolean admit(List<Message> offered) {
        boolean lostSome = false;
        long most = backlog.bytes() + budget.room();
        for (int i = 0; i < offered.size(); i++) {
            Message message = offered.get(i);
            if (ended) {
                refused.add(message);
            } else {
                boolean lost = backlog.add(message, most, refused);
                lostSome |= lost;
                ended = lost && limits.overflow() == OverflowPolicy.END;
            }
        }
        return lostSome;
    }

    @Override
    public void execute(Runnable task) {
        int turns;
        lock.lock();
        try {
            if (!closed) {
                backlog.add(task);
            }
            turns = claimTurns();
        } finally {
            lock.unlock();
        }
        schedule(turns);
    }

    final void schedule(int turns) {
        for (int i = 0; i < turns; i++) {
            scheduler.accept(this);
        }
    }

    private void report(boolean endNow) {
        tellDropped(refused);
        refused.clear();
        if (endNow) {
            try {
                target.ended();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, "telling a subscription of its end failed", e);
            }
        }
    }

    private void tellDropped(List<Message> messages) {
        try {
            for (int i = 0; i < messages.size(); i++) {
                target.dropped(messages.get(i), limits.overflow());
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "telling a subscription of its full queue failed", e);
        }
    }

    final void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a task of a subscription failed", e);
        }
    }

    final void deliver(List<Message> batch) {
        try {
            target.deliver(batch);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a delivery failed", e);
        }
    }

    /** Counts what was delivered. Called under the lock; returns whether {@link #tell()} is to be called after it. */
    final boolean count(int messages, long bytes) {
        totals.delivered += messages;
        if (bytes > 0) {
            budget.add(-bytes);
        }
        return pressure.fallen(backlog);
    }

    final void tell() {
        pressure.tell();
    }

    @Override
    public QueueStats stats() {
        lock.lock();
        try {
            return totals.stats(backlog);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<Message> discarded = new ArrayList<>();
        boolean news;
        lock.lock();
        try {
            closed = true;
            budget.add(-backlog.bytes());
            backlog.clear(discarded);
            if (ended) {
                totals.dropped += discarded.size();
                pressure.dropped(discarded.size());
            } else {
                discarded.clear();
            }
            news = pressure.fallen(backlog);
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
        tellDropped(discarded);
        if (news) {
            tell();
        }
    }
}
