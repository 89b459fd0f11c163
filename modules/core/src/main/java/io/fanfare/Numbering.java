package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbers the messages of one channel in one epoch, and hands them to their connections in the order of the numbers.
 * Thread-safe without a lock: a thread that comes while another one sends leaves its message to that one.
 */
final class Numbering {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final long high;
    private final long low;
    private final long epoch;
    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();

    /** Messages that are being sent or pending; whoever makes it 1 sends until it is 0. */
    private final AtomicInteger unsent = new AtomicInteger();

    /** The last number; written by the thread that sends. */
    private long sequence;

    Numbering(long high, long low, long epoch) {
        this.high = high;
        this.low = low;
        this.epoch = epoch;
    }

    void publish(
            PublishConnection over, Destination channel, Payload payload, long sentMicros, PublishCallback callback) {
        if (unsent.compareAndSet(0, 1)) {
            send(over, channel, payload, sentMicros, callback);
        } else {
            pending.add(new Pending(over, channel, payload, sentMicros, callback));
            if (unsent.getAndIncrement() > 0) {
                return;
            }
            sendNext();
        }
        while (unsent.decrementAndGet() > 0) {
            sendNext();
        }
    }

    private void sendNext() {
        Pending next = pending.poll();
        if (next == null) {
            throw new IllegalStateException("a pending message is counted but not there");
        }
        send(next.over, next.channel, next.payload, next.sentMicros, next.callback);
    }

    private void send(
            PublishConnection over, Destination channel, Payload payload, long sentMicros, PublishCallback callback) {
        try {
            over.publish(channel, envelope(payload, sentMicros, callback), callback);
        } catch (Throwable e) {
            fail(callback, e);
        }
    }

    private static void fail(PublishCallback callback, Throwable cause) {
        try {
            callback.failed(Link.unwrap(cause));
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "telling of a failed publish failed", e);
        }
    }

    private Payload envelope(Payload payload, long sentMicros, PublishCallback callback) {
        long mark = callback instanceof Publish publish ? publish.mark() : 0;
        Payload envelope = Envelope.of(high, low, epoch, sequence + 1, sentMicros, null, null, mark, payload);
        sequence++;
        if (callback instanceof Publish publish) {
            publish.envelopedAs(envelope);
        }
        return envelope;
    }

    private record Pending(
            PublishConnection over, Destination channel, Payload payload, long sentMicros, PublishCallback callback) {}
}
