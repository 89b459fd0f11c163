package io.fanfare.benchmarks.micro;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Publishing over the transport {@code memory}, a thousand messages up to the last answer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublishBenchmark {
    private static final int MESSAGES = 1_000;

    private final byte[] payload = new byte[100];
    private Fanfare client;
    private TypedChannel<byte[]> channel;

    @Setup
    public void open() {
        client = Fanfare.builder().transport("memory").codec("bytes").build();
        channel = client.channel("bench", byte[].class);
    }

    @TearDown
    public void close() {
        client.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long forget() {
        for (int i = 1; i < MESSAGES; i++) {
            channel.publishAndForget(payload);
        }
        return channel.publish(payload).join();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long stage() {
        CompletableFuture<Long> last = channel.publish(payload);
        for (int i = 1; i < MESSAGES; i++) {
            last = channel.publish(payload);
        }
        return last.join();
    }
}
