package io.fanfare.benchmarks.micro;

import io.fanfare.InlineDispatcherProvider;
import io.fanfare.OrderedDispatcherProvider;
import io.fanfare.spi.Channel;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherProvider;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Payload;
import io.fanfare.spi.QueueLimits;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Carrying 1,024 messages from the thread that reads to the target, by the dispatcher and the size of the batches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {
    private static final int MESSAGES = 1_024;

    @Param({"inline", "ordered"})
    String dispatcher = "";

    @Param({"1", "64"})
    int batch;

    private final AtomicLong delivered = new AtomicLong();
    private List<Message> messages = List.of();
    private Dispatcher open;
    private DispatchQueue queue;

    @Setup
    public void open() {
        DispatcherProvider provider =
                dispatcher.equals("inline") ? new InlineDispatcherProvider() : new OrderedDispatcherProvider();
        open = provider.open(2, "fanfare-bench");
        DispatchTarget target = batchOfMessages -> delivered.addAndGet(batchOfMessages.size());
        queue = open.open(new QueueLimits(1 << 16, 1 << 26, OverflowPolicy.DROP_OLDEST), target);
        Channel channel = Channel.of("bench");
        messages = Collections.nCopies(batch, new Message(channel, channel, Payload.of(new byte[100])));
    }

    @TearDown
    public void close() {
        open.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long dispatch() {
        long wanted = delivered.get() + MESSAGES;
        for (int i = 0; i < MESSAGES; i += batch) {
            queue.offer(messages);
        }
        while (delivered.get() < wanted) {
            Thread.onSpinWait();
        }
        return wanted;
    }
}
