package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Connects or leases for a time, at least once on each of as many threads as the contender asks for. */
final class LeaseRun {
    private static final int DIGITS = 3;

    private final Client.Leasing leasing;

    LeaseRun(Client.Leasing leasing) {
        this.leasing = leasing;
    }

    /** The latencies of one thread: until there was a connection, and of the whole use. */
    private record Latencies(Histogram had, Histogram used) {}

    Figures run(long nanos) throws Exception {
        Usage before = Usage.begin();
        long begin = System.nanoTime();
        Latencies all = new Latencies(new Histogram(DIGITS), new Histogram(DIGITS));
        ExecutorService threads = Executors.newFixedThreadPool(leasing.threads());
        try {
            Callable<Latencies> task = () -> repeat(begin + nanos);
            List<Future<Latencies>> results = new ArrayList<>();
            for (int i = 0; i < leasing.threads(); i++) {
                results.add(threads.submit(task));
            }
            for (Future<Latencies> result : results) {
                all.had.add(result.get().had);
                all.used.add(result.get().used);
            }
        } finally {
            threads.shutdownNow();
        }
        long elapsed = System.nanoTime() - begin;
        Usage usage = before.since();
        return new Figures(
                0,
                all.had.getTotalCount(),
                elapsed,
                usage.cpuNanos(),
                usage.allocatedBytes(),
                all.had.getValueAtPercentile(50),
                all.had.getValueAtPercentile(99),
                all.used.getValueAtPercentile(50),
                all.used.getValueAtPercentile(99),
                0,
                0,
                0);
    }

    private Latencies repeat(long end) throws Exception {
        Latencies own = new Latencies(new Histogram(DIGITS), new Histogram(DIGITS));
        long now = System.nanoTime();
        do {
            own.had.recordValue(leasing.use());
            long after = System.nanoTime();
            own.used.recordValue(after - now);
            now = after;
        } while (now - end < 0);
        return own;
    }
}
