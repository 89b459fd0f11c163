package io.fanfare.spi;

/**
 * Hears the result of one publish. Called on a thread that reads a connection: an implementation must neither block nor
 * throw. One object may serve many publishes.
 */
public interface PublishCallback {
    /**
     * The server took the message.
     *
     * @param receivers how many subscriptions received it on the node that answered; on a cluster that is not all of
     *     them
     */
    void published(long receivers);

    /**
     * The message was refused, or the connection ended before the server answered; in the latter case it may have been
     * delivered.
     */
    void failed(PubSubException cause);
}
