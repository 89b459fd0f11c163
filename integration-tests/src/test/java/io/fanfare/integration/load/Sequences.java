package io.fanfare.integration.load;

import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What arrives on one channel, compared with the sequence 0, 1, 2… of each publisher. */
final class Sequences {
    private static final int EXAMPLES = 10;

    final Subscription subscription;
    private final int channel;

    /** How many messages of each publisher were handled; the handler's. */
    private final long[] counts;

    /** Written after {@link #counts}, by one handler call at a time. */
    private volatile long handled;

    private final List<String> disorder = new CopyOnWriteArrayList<>();

    Sequences(TypedChannel<byte[]> topic, int channel, int publishers) {
        this.channel = channel;
        this.counts = new long[publishers];
        this.subscription = topic.onMessage(bytes -> handle(Tick.of(bytes))).subscribe();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one call at a time
    private void handle(Tick tick) {
        long expected = counts[tick.source()]++;
        if ((tick.number() != expected || tick.channel() != channel) && disorder.size() < EXAMPLES) {
            disorder.add(tick + " in place of number " + expected + " of channel " + channel);
        }
        handled++;
    }

    int channel() {
        return channel;
    }

    long handled() {
        return handled;
    }

    /** Returns the counts as of the last message that {@link #handled()} told of. */
    long[] counts() {
        return counts.clone();
    }

    /** Returns the first messages that were not the next of their publisher. */
    List<String> disorder() {
        return disorder;
    }

    @Override
    public String toString() {
        return "channel " + channel + ": " + Arrays.toString(counts) + " handled, " + subscription.queue();
    }
}
