package io.fanfare;

import io.fanfare.spi.Payload;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing an envelope around a payload and opening it. It is in the package of what it measures, which is not public.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeBenchmark {
    @Param({"100", "1024"})
    int length;

    private Payload plain = Payload.EMPTY;
    private Payload enveloped = Payload.EMPTY;
    private long sequence;

    @Setup
    public void create() {
        plain = Payload.of(new byte[length]);
        enveloped = Envelope.of(1, 2, 3, 4, 5, plain);
    }

    @Benchmark
    public Payload write() {
        return Envelope.of(1, 2, 3, ++sequence, 5, plain);
    }

    @Benchmark
    public Payload read() {
        return Envelope.open(enveloped);
    }
}
