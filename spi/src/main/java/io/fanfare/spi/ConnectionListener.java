package io.fanfare.spi;

import java.util.List;

/**
 * Hears of one connection's events, one at a time and in the order in which they came over the wire. Called on the
 * thread that reads the connection, while the transport holds no lock: an implementation must not block. If it throws,
 * the transport logs that and goes on reading.
 */
public interface ConnectionListener {
    /**
     * Messages arrived.
     *
     * @param messages at least one, in order of arrival; what one read of the socket brought, as far as the transport
     *     can tell. The list belongs to the transport, which uses it again after the call; the messages belong to the
     *     listener.
     */
    default void onMessages(List<Message> messages) {}

    /**
     * The server ended a subscription without being asked, as it does when a slot moves to another node. Not called for
     * a topic whose unsubscribing is unanswered: its callback hears of it.
     */
    default void onUnsubscribed(Topic topic) {}

    /**
     * The connection was lost: the last call, made exactly once, after everything unanswered has failed with the same
     * cause. Not made for a connection that was closed from this side.
     *
     * @param cause what happened, of code {@link ErrorCode#CONNECTION_LOST}
     */
    default void onLost(PubSubException cause) {}
}
