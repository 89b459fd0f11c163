package io.fanfare.conformance;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Numbered publishes on one connection from one thread, at most 1,024 of them unanswered, and how each ended. */
final class Burst {
    private static final int WINDOW = 1_024;

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicIntegerArray outcomes;
    private final AtomicReference<@Nullable PubSubException> failure = new AtomicReference<>();
    private final Object monitor = new Object();
    private int sent;
    private int last = -1;
    private int outOfOrder;
    private volatile int answered;
    private volatile int failed;

    /** Prepares for at most {@code capacity} publishes. */
    Burst(int capacity) {
        this.outcomes = new AtomicIntegerArray(capacity);
    }

    /** Publishes all of the capacity, and waits for every answer. */
    static Burst send(Bench bench, PublishConnection publisher, Destination channel, int count) {
        Burst burst = new Burst(count);
        while (burst.sent < count) {
            burst.next(bench, publisher, channel);
        }
        burst.awaitAnswers(bench);
        PubSubException first = burst.failure();
        if (first != null) {
            throw first;
        }
        return burst;
    }

    /** Returns the payload of a number. */
    static Payload payload(int number) {
        return Payload.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** Returns the number in a payload; -1 if it is of another length. */
    static long number(Payload payload) {
        return payload.length() == Long.BYTES ? payload.toByteBuffer().getLong() : -1;
    }

    /** Publishes the next number once there is room among the unanswered. */
    void next(Bench bench, PublishConnection publisher, Destination channel) {
        try {
            if (!window.tryAcquire(bench.target().patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Violation("expected an answer to a publish within "
                        + bench.target().patience().toMillis() + " ms, saw none with " + WINDOW + " unanswered, "
                        + answered + " answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Violation("the check was interrupted");
        }
        int number = sent++;
        publisher.publish(channel, payload(number), new Outcome(number));
    }

    void awaitAnswers(Bench bench) {
        bench.await(() -> answered >= sent, sent + " publishes to be answered", () -> answered + " answers");
    }

    int sent() {
        return sent;
    }

    int capacity() {
        return outcomes.length();
    }

    /** Returns how many calls of callbacks failed. */
    int failed() {
        return failed;
    }

    /** Returns how many callbacks were called after the callback of a later publish. */
    int outOfOrder() {
        synchronized (monitor) {
            return outOfOrder;
        }
    }

    /** Returns how many of the publishes were not answered exactly once. */
    int notOnce() {
        int wrong = 0;
        for (int i = 0; i < sent; i++) {
            wrong += outcomes.get(i) == 1 ? 0 : 1;
        }
        return wrong;
    }

    /** Returns the first failure; null for none. */
    @Nullable
    PubSubException failure() {
        return failure.get();
    }

    private void answer(int number, @Nullable PubSubException cause) {
        boolean first = outcomes.incrementAndGet(number) == 1;
        synchronized (monitor) {
            outOfOrder += first && number < last ? 1 : 0;
            last = Math.max(last, number);
            if (cause != null) {
                failed++;
                failure.compareAndSet(null, cause);
            }
            if (first) {
                answered++;
                window.release();
            }
        }
    }

    private final class Outcome implements PublishCallback {
        private final int number;

        Outcome(int number) {
            this.number = number;
        }

        @Override
        public void published(long receivers) {
            answer(number, null);
        }

        @Override
        public void failed(PubSubException cause) {
            answer(number, cause);
        }
    }
}
