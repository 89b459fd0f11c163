package io.fanfare.spi;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Opens connections to single nodes. A transport owns wires and nothing else: it never follows a topology, never
 * reconnects and never resubscribes.
 *
 * <p>Thread-safe. Connecting does not block the caller. The stages complete with a connection whose handshake the
 * server has answered, or fail with a {@link PubSubException} of code {@link ErrorCode#CONNECT_FAILED},
 * {@link ErrorCode#AUTHENTICATION_FAILED}, {@link ErrorCode#UNSUPPORTED} or {@link ErrorCode#CLOSED}; after
 * {@link TransportOptions#CONNECT_TIMEOUT} at the latest. They complete on a thread of the transport, which a dependent
 * action must not block.
 */
public interface Transport extends AutoCloseable {
    /** Returns what connections of this transport can do. */
    Set<Capability> capabilities();

    /** Opens a connection to publish on. Of the listener only {@link ConnectionListener#onLost} is called. */
    CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener);

    /** Opens a connection to subscribe on, without a subscription yet. */
    CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener);

    /** Opens a connection for commands. Of the listener only {@link ConnectionListener#onLost} is called. */
    CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener);

    /**
     * Closes every connection that this transport opened and ends its threads; what it was given stays open. Returns
     * when that is done. A second call does nothing.
     */
    @Override
    void close();
}
