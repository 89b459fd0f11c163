package io.fanfare.benchmarks.micro;

import io.fanfare.ExclusivePoolProvider;
import io.fanfare.SharedPoolProvider;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ConnectionPoolProvider;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Node;
import io.fanfare.spi.PoolOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Leasing a connection from a warm pool and giving it back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PoolBenchmark {
    private static final int CONNECTIONS = 8;

    @Param({"shared", "exclusive"})
    String pool = "";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private ConnectionPool<Idle> open;

    @Setup
    public void open() {
        ConnectionPoolProvider provider =
                pool.equals("shared") ? new SharedPoolProvider() : new ExclusivePoolProvider();
        PoolOptions options =
                new PoolOptions("bench", CONNECTIONS, CONNECTIONS, Duration.ofMillis(50), Duration.ofSeconds(5));
        open = provider.open(options, listener -> CompletableFuture.completedFuture(new Idle()), timer);
        open.lease(0, Duration.ofSeconds(5)).toCompletableFuture().join().close();
    }

    @TearDown
    public void close() {
        open.close();
        timer.shutdownNow();
    }

    @Benchmark
    public boolean oneThread() {
        return leaseAndGiveBack();
    }

    @Benchmark
    @Threads(2)
    public boolean twoThreads() {
        return leaseAndGiveBack();
    }

    private boolean leaseAndGiveBack() {
        Lease<Idle> lease = open.tryLease(1);
        if (lease == null) {
            return false;
        }
        lease.close();
        return true;
    }

    /** A connection to nowhere. */
    private static final class Idle implements Connection {
        private static final Node NODE = Node.of("localhost", 1);
        private volatile boolean closed;

        @Override
        public Node node() {
            return NODE;
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
