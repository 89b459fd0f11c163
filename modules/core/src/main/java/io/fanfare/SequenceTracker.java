package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the envelopes of one subscription's messages tell. Thread-safe: messages come from the thread that reads
 * the connection, lags from those that decode.
 */
final class SequenceTracker {
    /** Publishers and channels followed at a time; beyond that the one unheard of for longest is given up. */
    static final int STREAMS = 1024;

    private final int maxStreams;
    private final Map<StreamKey, SequenceStream> streams = new LinkedHashMap<>(16, 0.75f, true);
    private final LongAccumulator maxLagMicros = new LongAccumulator(Math::max, Long.MIN_VALUE);
    private volatile long lastLagMicros;
    private @Nullable StreamKey recentKey;
    private @Nullable SequenceStream recent;
    private int gaps;
    private long enveloped;
    private long plain;
    private long malformed;
    private long lost;
    private long lostInGaps;
    private long duplicated;
    private long reordered;
    private long outdated;
    private long forgotten;
    private Hole fresh = Hole.NONE;
    private Hole ripe = Hole.NONE;
    private boolean looking;

    SequenceTracker() {
        this(STREAMS);
    }

    SequenceTracker(int maxStreams) {
        this.maxStreams = maxStreams;
    }

    /**
     * Counts messages as they arrive.
     *
     * @return whether {@link #look} is to be called after a while, since there is a hole that no reported gap explains
     */
    synchronized boolean arrived(List<Message> messages, long nanos) {
        for (int i = 0; i < messages.size(); i++) {
            arrived(messages.get(i), nanos);
        }
        if (looking || fresh.messages == 0) {
            return false;
        }
        looking = true;
        return true;
    }

    private void arrived(Message message, long nanos) {
        Payload payload = message.payload();
        if (!Envelope.isIn(payload)) {
            plain++;
        } else if (Envelope.fault(payload) != null) {
            malformed++;
        } else {
            enveloped++;
            follow(message.channel(), payload, nanos);
        }
    }

    private void follow(Destination channel, Payload envelope, long nanos) {
        long epoch = Envelope.epoch(envelope);
        long sequence = Envelope.sequence(envelope);
        SequenceStream stream =
                find(Envelope.publisherHigh(envelope), Envelope.publisherLow(envelope), channel, epoch, sequence);
        if (stream == null) {
            requireRecent().heard(nanos, gaps);
        } else if (epoch > stream.epoch) {
            stream.begin(epoch, sequence, 1);
            hole(stream, 0, sequence, nanos);
            stream.heard(nanos, gaps);
        } else if (epoch < stream.epoch || stream.isTooOld(sequence)) {
            outdated++;
        } else if (sequence > stream.highest) {
            long before = stream.highest;
            stream.advance(sequence);
            hole(stream, before, sequence, nanos);
            stream.heard(nanos, gaps);
        } else if (stream.has(sequence)) {
            duplicated++;
        } else {
            late(stream, sequence, nanos);
        }
    }

    /**
     * Returns the stream of a publisher and channel; null if the message begins it, after which it is the recent one.
     */
    private @Nullable SequenceStream find(long high, long low, Destination channel, long epoch, long sequence) {
        if (recentKey != null && recentKey.is(high, low, channel)) {
            return recent;
        }
        StreamKey key = new StreamKey(high, low, channel);
        SequenceStream stream = streams.get(key);
        recentKey = key;
        recent = stream;
        if (stream == null) {
            makeRoom();
            recent = new SequenceStream();
            recent.begin(epoch, sequence, sequence);
            streams.put(key, recent);
        }
        return stream;
    }

    private SequenceStream requireRecent() {
        if (recent == null) {
            throw new IllegalStateException("no stream was begun");
        }
        return recent;
    }

    private void makeRoom() {
        if (streams.size() >= maxStreams) {
            var eldest = streams.values().iterator();
            eldest.next();
            eldest.remove();
            forgotten++;
        }
    }

    /** Counts what is missing between two sequences, of which the higher has just arrived as the highest. */
    private void hole(SequenceStream stream, long before, long sequence, long nanos) {
        long missing = sequence - before - 1;
        if (missing == 0) {
            return;
        }
        lost = saturated(lost, missing);
        if (stream.gaps != gaps) {
            lostInGaps = saturated(lostInGaps, missing);
            stream.gapFrom = before;
            stream.gapTo = sequence;
        } else {
            untold(stream, missing, nanos);
        }
    }

    private void untold(SequenceStream stream, long missing, long nanos) {
        fresh = fresh.plus(missing, stream.heardNanos, nanos);
        stream.fresh = saturated(stream.fresh, missing);
    }

    /** Counts a message that arrived for the first time, but after a later one. */
    private void late(SequenceStream stream, long sequence, long nanos) {
        reordered++;
        stream.mark(sequence);
        if (sequence < stream.lowest) {
            long missing = stream.lowest - sequence - 1;
            stream.lowest = sequence;
            lost = saturated(lost, missing);
            if (missing > 0) {
                untold(stream, missing, nanos);
            }
            return;
        }
        lost--;
        if (sequence > stream.gapFrom && sequence < stream.gapTo) {
            lostInGaps--;
        } else if (sequence > stream.ripeUpTo && stream.fresh > 0) {
            stream.fresh--;
            fresh = fresh.less();
        } else if (sequence > stream.toldUpTo && stream.ripe > 0) {
            stream.ripe--;
            ripe = ripe.less();
        }
    }

    private static long saturated(long count, long more) {
        return count > Long.MAX_VALUE - more ? Long.MAX_VALUE : count + more;
    }

    /** Notes that a gap of the connection was reported: the next hole of each stream belongs to it. */
    synchronized void gapReported() {
        gaps++;
    }

    /** Returns what is missing outside reported gaps since before the last look, once; null if nothing is. */
    synchronized @Nullable Hole look() {
        Hole told = ripe;
        ripe = fresh;
        fresh = Hole.NONE;
        for (SequenceStream stream : streams.values()) {
            stream.looked();
        }
        looking = ripe.messages > 0;
        return told.messages == 0 ? null : told;
    }

    /** Tells whether another {@link #look} is needed. */
    synchronized boolean isLooking() {
        return looking;
    }

    /** Notes how long a message was under way until it was decoded. */
    void lag(long micros) {
        lastLagMicros = micros;
        maxLagMicros.accumulate(micros);
    }

    synchronized Integrity integrity() {
        long max = maxLagMicros.get();
        return new Integrity(
                enveloped,
                plain,
                malformed,
                lost,
                lostInGaps,
                duplicated,
                reordered,
                outdated,
                forgotten,
                Duration.of(lastLagMicros, ChronoUnit.MICROS),
                Duration.of(max == Long.MIN_VALUE ? 0 : max, ChronoUnit.MICROS));
    }

    /**
     * Messages that are missing.
     *
     * @param messages how many
     * @param sinceNanos the {@link System#nanoTime()} at which the last one before them arrived
     * @param untilNanos that at which the first one after them arrived
     */
    record Hole(long messages, long sinceNanos, long untilNanos) {
        static final Hole NONE = new Hole(0, 0, 0);

        Hole plus(long more, long since, long until) {
            long first = messages == 0 || since - sinceNanos < 0 ? since : sinceNanos;
            return new Hole(saturated(messages, more), first, until);
        }

        Hole less() {
            return new Hole(messages - 1, sinceNanos, untilNanos);
        }
    }

    private record StreamKey(long high, long low, Destination channel) {
        boolean is(long otherHigh, long otherLow, Destination other) {
            return low == otherLow && high == otherHigh && channel.equals(other);
        }
    }
}
