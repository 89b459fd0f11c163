package io.fanfare.benchmarks.micro;

import java.io.IOException;
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
 * Encoding and decoding the event of ten fields, by the codecs and by the libraries as their documentation shows.
 * Prints the size of the payload of each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CodecBenchmark {
    @Param({"json", "msgpack", "jackson-json", "jackson-dataformat-msgpack", "msgpack-core"})
    String contender = "";

    private final Event event = Event.of(4_711, 3, 123_456_789_012_345L);
    private EventFormat format;
    private byte[] bytes = {};

    @Setup
    public void open() throws IOException {
        format = EventFormat.of(contender);
        bytes = format.encode(event);
        if (!format.decode(bytes).equals(event)) {
            throw new IllegalStateException(contender + " decodes another event");
        }
        System.out.printf("%s: %d bytes%n", contender, bytes.length);
    }

    @Benchmark
    public byte[] encode() throws IOException {
        return format.encode(event);
    }

    @Benchmark
    public Event decode() throws IOException {
        return format.decode(bytes);
    }

    @Benchmark
    public Event roundTrip() throws IOException {
        return format.decode(format.encode(event));
    }
}
