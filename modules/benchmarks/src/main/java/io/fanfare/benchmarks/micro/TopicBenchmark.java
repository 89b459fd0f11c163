package io.fanfare.benchmarks.micro;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Name;
import io.fanfare.spi.TopicTable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** Finding the topic of a message by the bytes of its channel. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TopicBenchmark {
    @Param({"1", "1000"})
    int topics;

    private final TopicTable<Channel> table = new TopicTable<>();
    private byte[][] frames = {};
    private int next;

    @Setup
    public void fill() {
        frames = new byte[topics][];
        for (int i = 0; i < topics; i++) {
            String name = "orders.created." + i;
            table.put(Channel.of(name));
            frames[i] = ("$20\r\n" + name).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Benchmark
    public @Nullable Channel find() {
        byte[] frame = frame();
        return table.find(frame, 5, frame.length - 5);
    }

    @Benchmark
    public Name name() {
        byte[] frame = frame();
        return Name.of(frame, 5, frame.length - 5);
    }

    private byte[] frame() {
        next = next + 1 == frames.length ? 0 : next + 1;
        return frames[next];
    }
}
