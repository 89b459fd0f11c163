package io.fanfare;

import io.fanfare.spi.Topic;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handler calls of one subscription that are running, for a {@link HandlerWatch} to look at. */
final class HandlerCalls {
    private final Topic topic;

    /** The run of a serial dispatcher, or the first of a concurrent one; the others are in {@link #more}. */
    private final AtomicReference<@Nullable Run> first = new AtomicReference<>();

    private final Set<Run> more = ConcurrentHashMap.newKeySet();

    HandlerCalls(Topic topic) {
        this.topic = topic;
    }

    Topic topic() {
        return topic;
    }

    /** Begins a run of calls on this thread. */
    Run begin() {
        Run run = new Run(Thread.currentThread());
        if (!first.compareAndSet(null, run)) {
            more.add(run);
        }
        return run;
    }

    /** Ends a run. */
    void end(Run run) {
        if (!first.compareAndSet(run, null)) {
            more.remove(run);
        }
    }

    void forEach(Consumer<Run> action) {
        Run run = first.get();
        if (run != null) {
            action.accept(run);
        }
        more.forEach(action);
    }

    /** Calls that one thread makes one after another. The thread counts them; the timer keeps the rest. */
    static final class Run {
        private final Thread thread;

        /** How many calls were begun; written without a fence by the thread alone. */
        private final AtomicInteger calls = new AtomicInteger();

        private int seen = -1;
        private long seenNanos;
        private boolean reported;

        private Run(Thread thread) {
            this.thread = thread;
        }

        /** Notes that the next call begins. */
        void next() {
            calls.setOpaque(calls.getPlain() + 1);
        }

        Thread thread() {
            return thread;
        }

        /** Tells whether the call that runs has been seen for {@code limit} nanoseconds and is not reported. */
        boolean isStuck(long nanos, long limit) {
            int now = calls.getOpaque();
            if (now != seen) {
                seen = now;
                seenNanos = nanos;
                reported = false;
            }
            return !reported && nanos - seenNanos >= limit;
        }

        /** Returns how long the call has been seen. */
        long nanosAt(long nanos) {
            return nanos - seenNanos;
        }

        /** Notes that the call is reported; returns false if it is over. */
        boolean report() {
            reported = true;
            return calls.getOpaque() == seen;
        }
    }
}
