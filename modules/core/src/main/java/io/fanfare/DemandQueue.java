package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.QueueLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue whose messages wait for demand. A queue of the dispatcher gives it a thread: when messages meet
 * demand it asks for one turn there.
 */
final class DemandQueue extends BoundedQueue {
    /** The most messages of one turn, so that a busy queue does not keep others waiting. */
    static final int BATCH = 1024;

    /** For how long a drain waits for demand that does not come. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Who asks for the messages. */
    interface Asker {
        /** Returns how many messages may be delivered now. */
        long demand();

        /** Calls {@link #handOver} unless something else is to be signalled; takes a turn. */
        void turn();

        /** Everything was delivered, and nothing more will come. */
        void finish();

        /** Completes when nothing will be asked for any more. */
        CompletableFuture<Void> over();
    }

    private final Asker asker;
    private final @Nullable ScheduledExecutorService timer;

    /** Whether a turn is asked for or being taken; guarded by the lock, as is the next. */
    private boolean scheduled;

    private @Nullable CompletableFuture<Void> abandoned;

    /** What is being delivered; used only in a turn. */
    private final List<Message> batch = new ArrayList<>();

    /** Creates one whose turns are tasks of another queue, which it closes. */
    DemandQueue(
            QueueLimits limits,
            DispatchTarget target,
            ByteBudget budget,
            DispatchQueue turns,
            Asker asker,
            @Nullable ScheduledExecutorService timer) {
        super(limits, target, budget, queue -> turns.execute(queue::deliver), queue -> turns.close());
        this.asker = asker;
        this.timer = timer;
    }

    @Override
    int claimTurns() {
        if (scheduled || isClosed() || !isDeliverable()) {
            return 0;
        }
        scheduled = true;
        return 1;
    }

    private boolean isDeliverable() {
        return backlog.startsWithTask() || (!backlog.isEmpty() && asker.demand() > 0);
    }

    /** Asks for a turn if there is something to deliver, now that more is demanded. */
    void demanded() {
        askForTurn(false);
    }

    private void askForTurn(boolean endsTurn) {
        int turns;
        lock.lock();
        try {
            scheduled &= !endsTurn;
            turns = claimTurns();
        } finally {
            lock.unlock();
        }
        schedule(turns);
    }

    /** What comes during the turn asks for none: it is looked for at the end. */
    @Override
    void deliver() {
        try {
            asker.turn();
        } finally {
            askForTurn(true);
        }
    }

    /** Delivers what is demanded, about {@link #BATCH} messages at most, and runs tasks. Called in a turn. */
    void handOver() {
        int done = 0;
        int more;
        do {
            more = handOverSome();
            done += more;
        } while (more > 0 && done < BATCH);
    }

    /** Delivers messages up to the next task, or runs the task that is first; returns how much that was. */
    private int handOverSome() {
        Runnable task;
        long bytes;
        lock.lock();
        try {
            long before = backlog.bytes();
            task = backlog.take(batch, Math.min(asker.demand(), BATCH));
            bytes = before - backlog.bytes();
        } finally {
            lock.unlock();
        }
        if (task != null) {
            run(task);
            return 1;
        }
        int done = batch.size();
        if (done > 0) {
            deliver(batch);
            delivered(done, bytes);
        }
        return done;
    }

    private void delivered(int messages, long bytes) {
        batch.clear();
        boolean news;
        lock.lock();
        try {
            news = count(messages, bytes);
        } finally {
            lock.unlock();
        }
        if (news) {
            tell();
        }
    }

    /**
     * Finishes behind what waits now.
     *
     * @return completes when the asker is over
     */
    CompletableFuture<Void> finish() {
        execute(asker::finish);
        return asker.over();
    }

    /**
     * Completes when messages wait that nobody has asked for during {@link #PATIENCE}, or the queue is closed. A second
     * call returns the same.
     *
     * @return may never complete
     */
    CompletableFuture<Void> abandoned() {
        CompletableFuture<Void> made;
        lock.lock();
        try {
            if (abandoned != null) {
                return abandoned;
            }
            made = new CompletableFuture<>();
            abandoned = made;
        } finally {
            lock.unlock();
        }
        watch(made, stats().delivered());
        return made;
    }

    private void watch(CompletableFuture<Void> watched, long deliveredBefore) {
        if (isClosed()) {
            watched.complete(null);
        } else if (timer != null && Later.schedule(timer, PATIENCE, () -> look(watched, deliveredBefore)) == null) {
            watched.complete(null);
        }
    }

    private void look(CompletableFuture<Void> watched, long deliveredBefore) {
        long delivered = stats().delivered();
        if (delivered == deliveredBefore && isIdle()) {
            watched.complete(null);
        } else {
            watch(watched, delivered);
        }
    }

    /** Tells whether messages wait, and nobody asks for them or is busy with others. */
    private boolean isIdle() {
        lock.lock();
        try {
            return !scheduled && backlog.messages() > 0;
        } finally {
            lock.unlock();
        }
    }
}
