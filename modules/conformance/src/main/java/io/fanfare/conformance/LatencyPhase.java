package io.fanfare.conformance;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * A fixed schedule, from which each message has its intended send time, to one subscriber. The generator sends what is
 * due and sleeps until the next is; after a stall it catches up, and the late messages keep their times. So the wake-up
 * delay of the generator, some 60 µs on Linux, is part of every latency.
 */
final class LatencyPhase {
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What the phase found. */
    record Result(
            Latency micros,
            Histogram nanos,
            double generatedPerSecond,
            double worstSlipMicros,
            long published,
            Tally tally) {}

    private final Bench bench;
    private final TypedChannel<Event> channel;
    private final Sequence sequence = new Sequence();
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NANOS, 3);
    private long worstSlip;

    LatencyPhase(Bench bench, Fanfare client) {
        this.bench = bench;
        this.channel = client.channel(bench.channelName("latency"), Event.class);
    }

    Result run(int rate, Duration warmUp, Duration measured) {
        long firstCounted = rate * warmUp.toMillis() / 1_000;
        long total = firstCounted + rate * measured.toMillis() / 1_000;
        Subscription subscription =
                channel.onMessage(event -> arrived(event, firstCounted)).subscribe();
        bench.await(subscription.ready(), "confirmation of the subscription");
        double seconds = generate(rate, firstCounted, total);
        drain(total);
        bench.await(subscription.unsubscribe(), "the end of the subscription");
        Histogram nanos = recorder.getIntervalHistogram();
        double generated = (total - firstCounted) / seconds;
        return new Result(latency(nanos), nanos, generated, worstSlip / 1e3, total, Tally.of(sequence, total));
    }

    private void arrived(Event event, long firstCounted) {
        if (event.sequence() >= firstCounted) {
            long nanos = System.nanoTime() - event.intendedNanos();
            recorder.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
        }
        sequence.arrived(event.sequence());
    }

    /** Sends all, and returns how many seconds passed from the first that counts until the last was sent. */
    private double generate(int rate, long firstCounted, long total) {
        long interval = TimeUnit.SECONDS.toNanos(1) / rate;
        long start = System.nanoTime() + interval;
        for (long i = 0; i < total; i++) {
            long intended = start + i * interval;
            long now = System.nanoTime();
            while (now - intended < 0) {
                LockSupport.parkNanos(intended - now);
                now = System.nanoTime();
            }
            channel.publishAndForget(Event.of(i, 1, intended));
            if (i >= firstCounted) {
                worstSlip = Math.max(worstSlip, System.nanoTime() - intended);
            }
        }
        return (System.nanoTime() - start - firstCounted * interval) / 1e9;
    }

    private void drain(long total) {
        long end = System.nanoTime() + DRAIN_NANOS;
        while (sequence.highest() < total - 1 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static Latency latency(Histogram nanos) {
        return new Latency(
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(90) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3,
                nanos.getValueAtPercentile(99.9) / 1e3,
                nanos.getMaxValue() / 1e3);
    }
}
