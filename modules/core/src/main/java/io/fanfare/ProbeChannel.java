package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The private channel of one subscriber, subscribed to as soon as it is needed. Thread-safe. */
final class ProbeChannel implements Recipient {
    /** Hears of what arrives, on the thread that reads the connection. */
    interface Listener {
        void arrived(Payload payload);
    }

    private final Subscriber subscriber;
    private final Channel topic = Channel.of("fanfare:probe:" + UUID.randomUUID());
    private volatile Listener listener = payload -> {};
    private volatile @Nullable PubSubException refusal;
    private boolean requested;
    private boolean closed;

    ProbeChannel(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    /** Sets who hears of what arrives. */
    void listener(Listener next) {
        listener = next;
    }

    /** Tells whether the present connection is subscribed. */
    boolean isHeld() {
        return subscriber.holds(topic);
    }

    /** Asks for the channel unless that was done; returns why the server has refused it since the last call. */
    @Nullable
    PubSubException request() {
        synchronized (this) {
            PubSubException cause = refusal;
            refusal = null;
            if (cause != null || requested || closed) {
                return cause;
            }
            requested = true;
        }
        subscriber.add(this);
        return null;
    }

    @Override
    public Channel topic() {
        return topic;
    }

    @Override
    public boolean isOwn() {
        return true;
    }

    @Override
    public void offer(List<Message> messages) {
        messages.forEach(message -> listener.arrived(message.payload()));
    }

    /** Never counts as confirmed, so that a refusal by a later connection ends it as the first one does. */
    @Override
    public boolean confirm() {
        return true;
    }

    @Override
    public boolean isConfirmed() {
        return false;
    }

    @Override
    public void tellReady() {}

    @Override
    public void tell(Gap gap) {}

    @Override
    public synchronized void fail(PubSubException cause) {
        requested = false;
        if (cause.code() != ErrorCode.CLOSED) {
            refusal = cause;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
