package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** A connection that counts what it sent and what was answered of it. */
final class WatchedConnection implements PublishConnection {
    private final PublishConnection connection;
    private final Loss loss;
    private final long openedNanos = System.nanoTime();
    private final LongAdder sent = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private volatile Runnable onClosed = () -> {};

    WatchedConnection(PublishConnection connection, Loss loss) {
        this.connection = connection;
        this.loss = loss;
        loss.of(this);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        if (callback instanceof Publish publish) {
            publish.takenBy(this);
            sent.increment();
        }
        connection.publish(channel, payload, callback);
    }

    /** Has it told, once, when this side closes the connection while it is not lost. */
    void whenClosed(Runnable told) {
        onClosed = told;
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return connection.call(arguments);
    }

    /** Tells whether it was open at a {@link System#nanoTime()}. */
    boolean wasOpenAt(long nanos) {
        return openedNanos - nanos <= 0;
    }

    /** Notes that a publish which this connection took has its answer or its failure. */
    void answered() {
        answered.increment();
        if (loss.cause() != null) {
            loss.settle();
        }
    }

    long answers() {
        return answered.sum();
    }

    /** Returns how many publishes are without an answer; exact only if nobody publishes meanwhile, never negative. */
    long unanswered() {
        long answers = answered.sum();
        return Math.max(0, sent.sum() - answers);
    }

    /** Returns what the failure of a publish means: once the connection is given up, that is why. */
    PubSubException explain(PubSubException failure) {
        PubSubException lost = loss.cause();
        boolean ended = failure.code() == ErrorCode.CLOSED || failure.code() == ErrorCode.CONNECTION_LOST;
        return lost != null && ended ? lost : failure;
    }

    /** Sends a publish again whose connection this was, as soon as the pool knows that it is lost. */
    void resend(Publish publish, long waitNanos) {
        if (connection.isOpen()) {
            publish.resend();
        } else {
            loss.hold(publish, waitNanos);
        }
    }

    /**
     * Ends the connection as lost, unless it has ended; fails what is unanswered with the cause. The pool hears of it
     * first, so that who publishes again after such a failure gets another connection.
     */
    void giveUp(PubSubException cause) {
        if (loss.claim(cause)) {
            try {
                loss.tell(cause);
            } finally {
                connection.close();
            }
        }
    }

    @Override
    public Node node() {
        return connection.node();
    }

    @Override
    public boolean isOpen() {
        return loss.cause() == null && connection.isOpen();
    }

    @Override
    public void close() {
        if (loss.claim(new PubSubException(ErrorCode.CLOSED, "the connection to " + node() + " was closed"))) {
            onClosed.run();
        }
        connection.close();
    }
}
