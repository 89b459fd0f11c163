package io.fanfare.spi;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A connection that holds one set of subscriptions on its node. Changes are sent in the order of the calls. */
public interface SubscribeConnection extends Connection {
    /**
     * Subscribes to topics. Does not block.
     *
     * @param topics topics of any kind, without duplicates; shard channels may be of any slot that the node serves
     * @param callback told once for each topic when the server confirmed or refused it; a refusal of one does not touch
     *     the others, and the first message of a topic never comes before its confirmation
     */
    void subscribe(Collection<? extends Topic> topics, TopicCallback callback);

    /**
     * Ends subscriptions. Does not block.
     *
     * @param topics topics of any kind, without duplicates
     * @param callback told once for each topic when the server confirmed it, or refused it because it no longer serves
     *     the slot, which counts as confirmed; no message of the topic comes after that
     */
    void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback);

    /**
     * Sends {@code PING}. The stage completes when its answer arrives, however many messages arrive before, and fails
     * with {@link ErrorCode#CONNECTION_LOST} or {@link ErrorCode#CLOSED} if none can arrive any more, or with the code
     * of the server's refusal. No deadline is applied here.
     *
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} without {@link Capability#PING}
     */
    CompletionStage<Void> ping();

    /**
     * Sends a command that has one reply, on this connection and among its messages: not one that subscribes or
     * unsubscribes. Does not block. The stage completes on the thread that reads the connection with the reply, a
     * {@link Reply.OfError} included, and fails with {@link ErrorCode#CONNECTION_LOST} or {@link ErrorCode#CLOSED} if
     * none can arrive. Under RESP2 a server that holds subscriptions for the connection answers most commands with an
     * error. No deadline is applied here.
     *
     * @param arguments the command's name and its arguments
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} without {@link Capability#SUBSCRIBED_COMMANDS}
     */
    default CompletionStage<Reply> call(List<byte[]> arguments) {
        throw new PubSubException(
                ErrorCode.UNSUPPORTED, "this transport sends no commands on a connection that subscribes");
    }

    /**
     * Returns the {@link System#nanoTime()} at which bytes last arrived from the server; at first that of the connect.
     */
    long lastReceivedNanos();

    /**
     * Stops reading from the socket until {@link #resume()}; events that were read before may still come. Meanwhile
     * neither a loss nor an answer is noticed.
     *
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} without {@link Capability#PAUSE}
     */
    default void pause() {
        throw new PubSubException(ErrorCode.UNSUPPORTED, "this transport cannot pause reading");
    }

    /**
     * Reads again after {@link #pause()}.
     *
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} without {@link Capability#PAUSE}
     */
    default void resume() {
        throw new PubSubException(ErrorCode.UNSUPPORTED, "this transport cannot pause reading");
    }
}
