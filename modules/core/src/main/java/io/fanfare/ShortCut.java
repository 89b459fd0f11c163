package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The way of events to the listeners of the same client that does not lead through Redis. Thread-safe.
 *
 * <p>Listeners join one after another, each with a number. An event goes to all whose number is not above the newest of
 * its moment, and carries that as its mark through Redis: so each listener tells from the mark of an echo whether it
 * had the event.
 */
final class ShortCut {
    private final EnvelopeWriter writer;
    private final Map<Topic, List<LocalListener>> onChannels = new ConcurrentHashMap<>();
    private final Object joining = new Object();
    private volatile List<LocalListener> onPatterns = List.of();

    /** The newest number; written after the listener is where events look for it. */
    private volatile long newest;

    private boolean closed;

    ShortCut(EnvelopeWriter writer) {
        this.writer = writer;
    }

    /** Returns what opens the queue of a subscription to which events come directly. */
    QueueOpener opener(Topic topic) {
        return opener(topic, new JoinedQueue(topic));
    }

    /**
     * Returns what opens the queue of a subscription to which events come directly, one of two. Under the policy block
     * it hears from Redis alone: an event of its own client could be neither held back nor dropped.
     */
    QueueOpener opener(Topic topic, JoinedQueue joined) {
        return (dispatcher, options, limits, target) -> {
            DispatchQueue queue = joined.open(dispatcher, options, limits, target);
            return limits.overflow() == OverflowPolicy.BLOCK
                    ? queue
                    : new LocalListener(this, topic, queue, joined::leave);
        };
    }

    /** Lets events come to a listener from now on. */
    void join(LocalListener listener) {
        synchronized (joining) {
            if (closed || !listener.join(newest + 1)) {
                return;
            }
            if (listener.topic() instanceof Pattern) {
                onPatterns = with(onPatterns, listener);
            } else {
                onChannels.merge(listener.topic(), List.of(listener), (before, added) -> with(before, listener));
            }
            newest++;
        }
    }

    private static List<LocalListener> with(List<LocalListener> listeners, LocalListener added) {
        List<LocalListener> more = new ArrayList<>(listeners);
        more.add(added);
        return List.copyOf(more);
    }

    void leave(LocalListener listener) {
        synchronized (joining) {
            listener.leave();
            if (listener.topic() instanceof Pattern) {
                List<LocalListener> less = without(onPatterns, listener);
                onPatterns = less == null ? List.of() : less;
            } else {
                onChannels.computeIfPresent(listener.topic(), (topic, before) -> without(before, listener));
            }
        }
    }

    private static @Nullable List<LocalListener> without(List<LocalListener> listeners, LocalListener removed) {
        List<LocalListener> less = new ArrayList<>(listeners);
        less.remove(removed);
        return less.isEmpty() ? null : List.copyOf(less);
    }

    /**
     * Hands an event to the listeners that have joined, in the order of each thread's calls. Does not block.
     *
     * @return the mark that the event is to be published with; 0 if there is no listener
     */
    long offer(Destination channel, Payload payload) {
        long mark = newest;
        List<LocalListener> exact = onChannels.getOrDefault(channel, List.of());
        List<LocalListener> wild = onPatterns;
        if (exact.isEmpty() && wild.isEmpty()) {
            return 0;
        }
        Payload shared = null;
        for (int i = 0; i < exact.size(); i++) {
            if (exact.get(i).hasJoined(mark)) {
                shared = shared == null ? copy(payload) : shared;
                exact.get(i).take(new Message(channel, channel, shared));
            }
        }
        for (int i = 0; i < wild.size(); i++) {
            LocalListener listener = wild.get(i);
            if (listener.hasJoined(mark) && listener.matches(channel)) {
                shared = shared == null ? copy(payload) : shared;
                listener.take(new Message(listener.topic(), channel, shared));
            }
        }
        return shared == null ? 0 : mark;
    }

    /** The array may be the application's. What looks like an envelope is put into one, since listeners open one. */
    private Payload copy(Payload payload) {
        return Envelope.isIn(payload)
                ? Envelope.of(writer.high(), writer.low(), 0, 1, EnvelopeWriter.micros(Instant.now()), payload)
                : Payload.of(payload.toByteArray());
    }

    /** Returns the mark of a message that this client published; 0 if it has none or is another's. */
    long mark(Payload payload) {
        return Envelope.mark(payload, writer.high(), writer.low());
    }

    /** Ends the way: from now on events go through Redis alone. */
    void close() {
        synchronized (joining) {
            closed = true;
            onChannels.clear();
            onPatterns = List.of();
        }
    }
}
