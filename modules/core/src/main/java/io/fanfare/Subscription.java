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

    /** Returns the numbers of this subscription's queue. */
    QueueStats queue();

    /**
     * Ends the subscription. When this method returns, no further message is handed to the handler; one that is being
     * handled may still be. The future completes when the server has confirmed, or at once while another subscription
     * holds the same topic or there is no connection. A second call returns the same future.
     */
    CompletableFuture<Void> unsubscribe();

    /** Ends the subscription as {@link #unsubscribe()} does, without waiting for the server. */
    @Override
    void close();
}
