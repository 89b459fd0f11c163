package io.fanfare.conformance;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One publisher as fast as it goes to one subscriber, with a bounded number of messages on the way. The publisher waits
 * until half of them have arrived, so that it wakes for batches and not for single messages.
 */
final class ThroughputPhase {
    private static final int WINDOW = 4_096;
    private static final long PAUSE_NANOS = 20_000;
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** What the phase found. */
    record Result(double publishedPerSecond, double deliveredPerSecond, long published, Tally tally) {}

    private final TypedChannel<Event> channel;
    private final Bench bench;
    private final Sequence sequence = new Sequence();
    private long sent;
    private boolean stalled;

    ThroughputPhase(Bench bench, Fanfare client) {
        this.bench = bench;
        this.channel = client.channel(bench.channelName("throughput"), Event.class);
    }

    /** Runs; {@code warm} is called when the warm-up is over. */
    Result run(Duration warmUp, Duration measured, Runnable warm) {
        Subscription subscription =
                channel.onMessage(event -> sequence.arrived(event.sequence())).subscribe();
        bench.await(subscription.ready(), "confirmation of the subscription");
        publish(warmUp);
        warm.run();
        long sentBefore = sent;
        long arrivedBefore = sequence.arrived();
        long start = System.nanoTime();
        publish(measured);
        double seconds = (System.nanoTime() - start) / 1e9;
        double published = (sent - sentBefore) / seconds;
        double delivered = (sequence.arrived() - arrivedBefore) / seconds;
        awaitUndelivered(0);
        bench.await(subscription.unsubscribe(), "the end of the subscription");
        return new Result(published, delivered, sent - sentBefore, Tally.of(sequence, sent));
    }

    private void publish(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (!stalled && System.nanoTime() - end < 0) {
            if (undelivered() >= WINDOW) {
                awaitUndelivered(WINDOW / 2);
            }
            for (int i = 0; i < 64; i++) {
                channel.publishAndForget(Event.of(sent, 1, System.nanoTime()));
                sent++;
            }
        }
    }

    /** Messages behind the newest arrival: one that is lost does not narrow the window for ever. */
    private long undelivered() {
        return sent - 1 - sequence.highest();
    }

    private void awaitUndelivered(long limit) {
        long progress = System.nanoTime();
        int highest = sequence.highest();
        while (undelivered() > limit) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (sequence.highest() != highest) {
                highest = sequence.highest();
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > STALL_NANOS) {
                stalled = true;
                return;
            }
        }
    }
}
