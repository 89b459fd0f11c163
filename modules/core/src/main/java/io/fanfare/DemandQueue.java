package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue whose messages wait for demand. A queue of the dispatcher gives it a thread: when messages meet
 * demand it asks for one turn there, in which {@code turn} calls {@link #deliver}.
 */
final class DemandQueue implements DispatchQueue {
    /** The most messages of one turn, so that a busy queue does not keep others waiting. */
    static final int BATCH = 1024;

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Set<OverflowPolicy> POLICIES =
            EnumSet.of(OverflowPolicy.DROP_OLDEST, OverflowPolicy.DROP_NEWEST, OverflowPolicy.END);

    private final QueueLimits limits;
    private final DispatchTarget target;
    private final LongSupplier demand;
    private final Runnable turn;
    private final Runnable takeTurn = this::takeTurn;
    private final DispatchQueue turns;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();

    /** Messages and tasks in their order; guarded by the lock, as is everything up to {@link #closed}. */
    private final ArrayDeque<Object> entries = new ArrayDeque<>();

    private int messages;
    private long bytes;
    private long received;
    private long delivered;
    private long dropped;
    private boolean ended;
    private boolean closed;

    /** What the batch being offered had to give up; used only on the thread that offers. */
    private final List<Message> refused = new ArrayList<>();

    /** What is being delivered; used only in a turn. */
    private final List<Message> batch = new ArrayList<>();

    /**
     * Creates one.
     *
     * @param demand how many messages may be delivered now
     * @param turn what to run on the dispatcher's thread
     */
    DemandQueue(Dispatcher dispatcher, QueueLimits limits, DispatchTarget target, LongSupplier demand, Runnable turn) {
        if (!POLICIES.contains(limits.overflow())) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "a publisher has no overflow policy " + limits.overflow() + "; it has " + POLICIES);
        }
        this.limits = limits;
        this.target = target;
        this.demand = demand;
        this.turn = turn;
        this.turns = dispatcher.open(limits, target);
    }

    @Override
    public void offer(List<Message> offered) {
        boolean endNow = false;
        lock.lock();
        try {
            received += offered.size();
            for (int i = 0; i < offered.size() && !closed; i++) {
                Message message = offered.get(i);
                if (!ended && (fits(message) || makeRoom(message))) {
                    entries.add(message);
                    messages++;
                    bytes += message.payload().length();
                } else {
                    refused.add(message);
                    endNow |= !ended && limits.overflow() == OverflowPolicy.END;
                    ended |= endNow;
                }
            }
            dropped += refused.size();
        } finally {
            lock.unlock();
        }
        if (demand.getAsLong() > 0) {
            schedule();
        }
        report(endNow);
    }

    private boolean fits(Message message) {
        return messages == 0
                || (messages < limits.maxMessages() && bytes + message.payload().length() <= limits.maxBytes());
    }

    /** Drops what waited longest until the message fits; tasks stay. Returns false if the policy is another. */
    private boolean makeRoom(Message message) {
        if (limits.overflow() != OverflowPolicy.DROP_OLDEST) {
            return false;
        }
        for (var iterator = entries.iterator(); !fits(message) && iterator.hasNext(); ) {
            if (iterator.next() instanceof Message oldest) {
                iterator.remove();
                taken(oldest);
                refused.add(oldest);
            }
        }
        return true;
    }

    private void taken(Message message) {
        messages--;
        bytes -= message.payload().length();
    }

    private void report(boolean endNow) {
        try {
            for (int i = 0; i < refused.size(); i++) {
                target.dropped(refused.get(i), limits.overflow());
            }
            if (endNow) {
                target.ended();
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "telling a subscription of its full queue failed", e);
        } finally {
            refused.clear();
        }
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            entries.add(task);
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** Asks for a turn, unless there is one. */
    void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            turns.execute(takeTurn);
        }
    }

    /** What comes during the turn asks for none: it is looked for at the end. */
    private void takeTurn() {
        try {
            turn.run();
        } finally {
            scheduled.set(false);
            if (isDeliverable()) {
                schedule();
            }
        }
    }

    private boolean isDeliverable() {
        lock.lock();
        try {
            Object next = entries.peekFirst();
            return next instanceof Runnable || (next != null && demand.getAsLong() > 0);
        } finally {
            lock.unlock();
        }
    }

    /** Delivers what is demanded, about {@link #BATCH} messages at most, and runs tasks. Called in a turn. */
    void deliver() {
        int done = 0;
        int more;
        do {
            more = deliverSome();
            done += more;
        } while (more > 0 && done < BATCH);
    }

    /** Delivers messages up to the next task, or runs the task that is first; returns how much that was. */
    private int deliverSome() {
        Runnable task = take(demand.getAsLong());
        int done = task == null ? batch.size() : 1;
        try {
            if (task != null) {
                task.run();
            } else if (done > 0) {
                target.deliver(batch);
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a delivery failed", e);
        } finally {
            delivered(batch.size());
            batch.clear();
        }
        return done;
    }

    private @Nullable Runnable take(long demanded) {
        lock.lock();
        try {
            while (!closed) {
                Object next = entries.peekFirst();
                if (next instanceof Runnable task && batch.isEmpty()) {
                    entries.removeFirst();
                    return task;
                }
                if (!(next instanceof Message message) || batch.size() == Math.min(demanded, BATCH)) {
                    return null;
                }
                entries.removeFirst();
                taken(message);
                batch.add(message);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void delivered(int more) {
        lock.lock();
        try {
            delivered += more;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public QueueStats stats() {
        lock.lock();
        try {
            return new QueueStats(messages, bytes, received, delivered, dropped);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            entries.clear();
            messages = 0;
            bytes = 0;
        } finally {
            lock.unlock();
        }
        turns.close();
    }
}
