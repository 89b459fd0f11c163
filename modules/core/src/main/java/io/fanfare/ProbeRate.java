package io.fanfare;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Spreads the probes of all clients of a process: at most 20 a second are sent. Thread-safe. */
final class ProbeRate {
    static final ProbeRate PROCESS = new ProbeRate(20);

    private final long spacingNanos;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    ProbeRate(int perSecond) {
        this.spacingNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Takes the next free moment; returns how long it is until then. */
    Duration take(long nowNanos) {
        long taken =
                nextNanos.updateAndGet(next -> Math.max(next - nowNanos, 0) + nowNanos + spacingNanos) - spacingNanos;
        return Duration.ofNanos(Math.max(0, taken - nowNanos));
    }
}
