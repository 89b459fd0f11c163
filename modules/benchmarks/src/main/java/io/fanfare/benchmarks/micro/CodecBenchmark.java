package io.fanfare.benchmarks.micro;

import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.codec.msgpack.MsgpackCodecProvider;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.time.Instant;
import java.util.List;
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

/** Encoding and decoding an event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    /** What is encoded. */
    public record OrderPlaced(long id, String customer, Instant at, double total, List<Line> lines) {}

    /** A part of it. */
    public record Line(String article, int quantity) {}

    @Param({"json", "msgpack"})
    String codec = "";

    private final OrderPlaced event = new OrderPlaced(
            4_711,
            "c-20931",
            Instant.parse("2026-11-23T12:00:00Z"),
            129.95,
            List.of(new Line("A-17", 2), new Line("B-4", 1)));
    private Codec<OrderPlaced> codecOfEvents;
    private Payload payload = Payload.EMPTY;

    @Setup
    public void open() {
        CodecProvider provider = codec.equals("json") ? new JsonCodecProvider() : new MsgpackCodecProvider();
        codecOfEvents = provider.codec(TypeRef.of(OrderPlaced.class));
        payload = codecOfEvents.encode(event);
    }

    @Benchmark
    public Payload encode() {
        return codecOfEvents.encode(event);
    }

    @Benchmark
    public OrderPlaced decode() {
        return codecOfEvents.decode(payload);
    }
}
