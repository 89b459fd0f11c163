package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One publish on its way: holds its permit and its lease until the server has answered. */
abstract class Publish implements PublishCallback {
    private static final AtomicIntegerFieldUpdater<Publish> ANSWERED =
            AtomicIntegerFieldUpdater.newUpdater(Publish.class, "answered");

    private final Publisher publisher;
    private final Destination channel;
    private final Payload payload;
    private final long startNanos = System.nanoTime();
    private @Nullable Lease<PublishConnection> lease;

    /** 1 once there is an answer: a transport that gives two must not give two permits back. */
    @SuppressWarnings("unused") // by ANSWERED
    private volatile int answered;

    Publish(Publisher publisher, Destination channel, Payload payload) {
        this.publisher = publisher;
        this.channel = channel;
        this.payload = payload;
    }

    /** The server took it; the lease is back, the permit is not. */
    abstract void succeeded(long receivers);

    /** It failed; the lease is back, the permit is not. */
    abstract void gaveUp(PubSubException cause);

    /** It was never admitted, and has neither. */
    abstract void refused(PubSubException cause);

    Publisher publisher() {
        return publisher;
    }

    Destination channel() {
        return channel;
    }

    /** Returns the mark of a {@link ShortCut}; 0 for none. */
    long mark() {
        return 0;
    }

    /** Returns how long ago the application published, in nanoseconds. */
    long ageNanos() {
        return System.nanoTime() - startNanos;
    }

    void send(Lease<PublishConnection> over) {
        lease = over;
        try {
            over.connection().publish(channel, payload, this);
        } catch (Throwable e) {
            failed(Link.unwrap(e));
        }
    }

    @Override
    public void published(long receivers) {
        if (!ANSWERED.compareAndSet(this, 0, 1)) {
            return;
        }
        publisher.observer().published(channel, payload.length(), receivers, System.nanoTime() - startNanos);
        giveBack();
        succeeded(receivers);
    }

    @Override
    public void failed(PubSubException cause) {
        if (!ANSWERED.compareAndSet(this, 0, 1)) {
            return;
        }
        publisher.observer().publishFailed(channel, cause);
        giveBack();
        gaveUp(cause);
    }

    private void giveBack() {
        if (lease != null) {
            lease.close();
        }
    }

    /** A publish whose result nobody asks for. */
    static final class Forgotten extends Publish {
        Forgotten(Publisher publisher, Destination channel, Payload payload) {
            super(publisher, channel, payload);
        }

        @Override
        void succeeded(long receivers) {
            publisher().release();
            publisher().forgottenPublished();
        }

        @Override
        void gaveUp(PubSubException cause) {
            publisher().release();
            publisher().forgottenFailed(channel(), cause);
        }

        @Override
        void refused(PubSubException cause) {
            publisher().observer().publishFailed(channel(), cause);
            publisher().forgottenFailed(channel(), cause);
        }
    }
}
