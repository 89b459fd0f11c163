package io.fanfare.integration.load;

import io.fanfare.Subscription;
import io.fanfare.TypedPattern;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueStats;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A subscription whose handler stalls at its first message until it is released. */
final class Stalled {
    final OverflowPolicy policy;
    final int queueMessages;
    final Subscription subscription;

    /** Written by one handler call at a time. */
    private volatile long handled;

    private volatile boolean disordered;

    /** The number of the message that was handled last of each channel; -1 for none. */
    private final long[] last;

    Stalled(
            TypedPattern<byte[]> pattern,
            int channels,
            OverflowPolicy policy,
            int queueMessages,
            long queueBytes,
            CountDownLatch release) {
        this.policy = policy;
        this.queueMessages = queueMessages;
        this.last = new long[channels];
        Arrays.fill(last, -1);
        this.subscription = pattern.onMessage(bytes -> handle(Tick.of(bytes), release))
                .queueMessages(queueMessages)
                .queueBytes(queueBytes)
                .overflow(policy)
                .subscribe();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one call at a time
    private void handle(Tick tick, CountDownLatch release) throws InterruptedException {
        disordered |= tick.number() <= last[tick.channel()];
        last[tick.channel()] = tick.number();
        handled++;
        release.await();
    }

    long handled() {
        return handled;
    }

    boolean isDisordered() {
        return disordered;
    }

    long[] last() {
        return last.clone();
    }

    QueueStats stats() {
        return subscription.queue();
    }

    @Override
    public String toString() {
        return policy + " of " + queueMessages + ": handled " + handled + ", " + stats();
    }
}
