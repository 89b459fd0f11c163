package io.fanfare.benchmarks;

import java.util.HashSet;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What arrives of one channel over one connection: looks for loss, duplicates and disorder. For one thread at a time.
 */
final class Track {
    private static final int DIGITS = 3;

    private final int channel;
    private final Counter counter;
    private final @Nullable Histogram latency;
    private final Set<Long> missing = new HashSet<>();
    private long next;
    private long duplicates;
    private long late;

    Track(int channel, Counter counter, boolean measuresLatency) {
        this.channel = channel;
        this.counter = counter;
        this.latency = measuresLatency ? new Histogram(DIGITS) : null;
    }

    void take(byte[] payload) {
        if (latency != null) {
            latency.recordValue(Math.max(0, System.nanoTime() - Payloads.sentNanos(payload)));
        }
        long sequence = Payloads.sequence(payload);
        if (sequence == next) {
            next++;
        } else if (!isNew(sequence)) {
            return;
        }
        counter.add(1);
    }

    private boolean isNew(long sequence) {
        if (sequence > next) {
            for (long skipped = next; skipped < sequence; skipped++) {
                missing.add(skipped);
            }
            next = sequence + 1;
        } else if (missing.remove(sequence)) {
            late++;
        } else {
            duplicates++;
            return false;
        }
        return true;
    }

    /** Adds what was found since the last call, when so many messages of the channel were sent. */
    void settle(long[] sent, Faults faults) {
        faults.lost += sent[channel] - next + missing.size();
        faults.duplicates += duplicates;
        faults.late += late;
        next = sent[channel];
        missing.clear();
        duplicates = 0;
        late = 0;
    }

    /** Moves the latencies to a histogram. */
    void moveLatencies(Histogram to) {
        if (latency != null) {
            to.add(latency);
            latency.reset();
        }
    }

    /** What went wrong. */
    static final class Faults {
        long lost;
        long duplicates;
        long late;
    }
}
