package io.fanfare.spi;

import org.jspecify.annotations.Nullable;

/**
 * Hears what became of a change of subscriptions, once for each topic. Called on the thread that reads the connection,
 * in the order of the wire with the calls of its {@link ConnectionListener}: an implementation must neither block nor
 * throw.
 */
@FunctionalInterface
public interface TopicCallback {
    /**
     * The change of one topic is decided.
     *
     * @param topic the topic, as it was passed in
     * @param failure null if the server confirmed; otherwise why it did not happen
     */
    void completed(Topic topic, @Nullable PubSubException failure);
}
