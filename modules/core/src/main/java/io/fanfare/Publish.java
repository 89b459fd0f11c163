package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One publish on its way: holds its permit and its lease until the server has answered. */
abstract class Publish implements PublishCallback {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final AtomicIntegerFieldUpdater<Publish> ANSWERED =
            AtomicIntegerFieldUpdater.newUpdater(Publish.class, "answered");

    /** The order in which the application published. */
    static final Comparator<Publish> OLDEST_FIRST = (one, other) -> Long.compare(one.startNanos - other.startNanos, 0);

    private final Publisher publisher;
    private final Destination channel;
    private final Payload payload;
    private final long startNanos;
    private final @Nullable Resend resend;
    private @Nullable Lease<PublishConnection> lease;
    private @Nullable WatchedConnection taken;

    /** The payload in its envelope; null if it has none yet. */
    private @Nullable Payload envelope;

    /** 1 once there is an answer: a transport that gives two must not give two permits back. */
    @SuppressWarnings("unused") // by ANSWERED
    private volatile int answered;

    Publish(Publisher publisher, Destination channel, Payload payload) {
        this.publisher = publisher;
        this.channel = channel;
        this.payload = payload;
        this.startNanos = System.nanoTime();
        this.resend = null;
    }

    /** Makes one that takes the place of an earlier one, and its permit. */
    Publish(Publish earlier, Resend resend) {
        this.publisher = earlier.publisher;
        this.channel = earlier.channel;
        this.payload = earlier.payload;
        this.startNanos = earlier.startNanos;
        this.resend = resend;
        this.envelope = resend.written() == 0 ? earlier.envelope : null;
    }

    /** Returns the envelope that it has from a node that refused it; null if it needs one. */
    @Nullable
    Payload envelope() {
        return envelope;
    }

    /** Notes the envelope in which it is given to a connection. */
    void envelopedAs(Payload given) {
        envelope = given;
    }

    /** The server took it; the lease is back, the permit is not. */
    abstract void succeeded(long receivers);

    /** It failed; the lease is back, the permit is not. */
    abstract void gaveUp(PubSubException cause);

    /** It was never admitted, and has neither. */
    abstract void refused(PubSubException cause);

    /** Returns one that takes the place of this, whose connection was lost. */
    abstract Publish again(Resend resend);

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

    /** Notes the connection that is to take it. */
    void takenBy(WatchedConnection connection) {
        taken = connection;
    }

    /** Sends it in the place of the one whose connection was lost. */
    void resend() {
        publisher.resend(this, resend == null ? 0 : resend.elapsedNanos());
    }

    @Override
    public void published(long receivers) {
        if (!ANSWERED.compareAndSet(this, 0, 1)) {
            return;
        }
        if (taken != null) {
            taken.answered();
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
        giveBack();
        WatchedConnection over = taken;
        if (over == null) {
            fail(cause);
            return;
        }
        PubSubException failure = over.explain(cause);
        Resend next = nextAfter(failure);
        if (failure.code() == ErrorCode.MOVED && redirect(failure)) {
            over.answered();
            return;
        }
        if (next == null) {
            fail(failure);
        } else {
            over.resend(again(next), publisher.waitNanos(next.elapsedNanos()));
        }
        over.answered();
    }

    /** Has it sent to the node that serves the slot now; the one that refused it has not delivered it. */
    private boolean redirect(PubSubException refusal) {
        Resend next = resend == null
                ? new Resend(0, System.nanoTime(), refusal)
                : new Resend(resend.written(), resend.lostNanos(), refusal);
        return publisher.redirect(again(next), next);
    }

    private @Nullable Resend nextAfter(PubSubException failure) {
        if (failure.code() != ErrorCode.CONNECTION_LOST) {
            return null;
        }
        Resend next = resend == null
                ? new Resend(1, System.nanoTime(), failure)
                : new Resend(resend.written() + 1, resend.lostNanos(), failure);
        return publisher.mayResend(next) ? next : null;
    }

    private void fail(PubSubException cause) {
        PubSubException failure = resend == null ? cause : resend.ended(channel, cause);
        publisher.observer().publishFailed(channel, failure);
        gaveUp(failure);
    }

    private void giveBack() {
        Lease<PublishConnection> borrowed = lease;
        if (borrowed == null) {
            return;
        }
        try {
            borrowed.close();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "giving a connection back to its pool failed", e);
        }
    }

    /** A publish whose result nobody asks for. */
    static final class Forgotten extends Publish {
        Forgotten(Publisher publisher, Destination channel, Payload payload) {
            super(publisher, channel, payload);
        }

        private Forgotten(Forgotten earlier, Resend resend) {
            super(earlier, resend);
        }

        @Override
        Publish again(Resend resend) {
            return new Forgotten(this, resend);
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
