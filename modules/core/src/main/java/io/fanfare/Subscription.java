package io.fanfare;

import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.concurrent.CompletableFuture;

/** One handler's subscription to one topic. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /** Returns what is subscribed to. */
    Topic topic();

    /**
     * Completes when the server has confirmed the subscription for the first time. Fails with a
     * {@link io.fanfare.spi.PubSubException}, and the subscription ends, if the server refuses it for good or if it is
     * closed before that. Dependent actions run on Fanfare's completion thread and must not block it.
     */
    CompletableFuture<Void> ready();

    /**
     * Completes when the subscription is over: normally after {@link #unsubscribe()} or {@link #close()}, and
     * exceptionally if it ended by itself, with {@link io.fanfare.spi.ErrorCode#QUEUE_OVERFLOW} or the server's
     * refusal.
     */
    CompletableFuture<Void> ended();

    /** Returns the numbers of this subscription's queue. */
    QueueStats queue();

    /** Returns what the envelopes of the messages tell; all zero unless {@code fanfare.envelope} is on. */
    Integrity integrity();

    /**
     * Ends the subscription. When this method returns, no further message is handed to the handler; one that is being
     * handled may still be. The future completes when the server has confirmed; or sooner, while another subscription
     * holds the same topic, while there is no connection, or if the connection is this subscription's own and is
     * closed. It never fails. A second call does nothing more.
     */
    CompletableFuture<Void> unsubscribe();

    /** Ends the subscription as {@link #unsubscribe()} does, without waiting for the server. */
    @Override
    void close();
}
