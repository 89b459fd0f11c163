package io.fanfare.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What one measurement of one contender gave.
 *
 * @param sent messages published
 * @param done messages delivered; published where nobody subscribes; connections or leases
 * @param nanos from the first send to the last delivery
 * @param cpuNanos time of processors of the contender's JVM
 * @param allocated bytes allocated in it
 * @param p50 median latency in nanoseconds; 0 where none is measured
 * @param p99 99th percentile of it
 * @param useP50 median of a whole use of a lease, PING included; 0 elsewhere
 * @param useP99 99th percentile of it
 * @param lost messages that did not arrive
 * @param duplicates messages that arrived again
 * @param late messages that arrived after a later one of their channel
 */
record Figures(
        long sent,
        long done,
        long nanos,
        long cpuNanos,
        long allocated,
        long p50,
        long p99,
        long useP50,
        long useP99,
        long lost,
        long duplicates,
        long late) {
    static Figures of(long sent, long done, long nanos, Usage usage, Histogram latency, Track.Faults faults) {
        return new Figures(
                sent,
                done,
                nanos,
                usage.cpuNanos(),
                usage.allocatedBytes(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                0,
                0,
                faults.lost,
                faults.duplicates,
                faults.late);
    }

    /** Returns the same with further losses and duplicates. */
    Figures with(long moreLost, long moreDuplicates) {
        return new Figures(
                sent,
                done,
                nanos,
                cpuNanos,
                allocated,
                p50,
                p99,
                useP50,
                useP99,
                lost + moreLost,
                duplicates + moreDuplicates,
                late);
    }

    double perSecond() {
        return done * 1e9 / nanos;
    }

    double cpuPerMessage() {
        return (double) cpuNanos / Math.max(1, done);
    }

    double allocatedPerMessage() {
        return (double) allocated / Math.max(1, done);
    }

    boolean hasLossOrDuplicates() {
        return lost > 0 || duplicates > 0;
    }

    /** Returns one line that {@link #parse} reads. */
    String line() {
        long[] values = {sent, done, nanos, cpuNanos, allocated, p50, p99, useP50, useP99, lost, duplicates, late};
        StringBuilder line = new StringBuilder();
        for (long value : values) {
            line.append(line.isEmpty() ? "" : " ").append(value);
        }
        return line.toString();
    }

    static Figures parse(String line) {
        String[] f = line.split(" ", -1);
        long[] v = new long[f.length];
        for (int i = 0; i < f.length; i++) {
            v[i] = Long.parseLong(f[i]);
        }
        return new Figures(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11]);
    }
}
