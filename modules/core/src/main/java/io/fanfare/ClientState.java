package io.fanfare;

import io.fanfare.spi.PubSubException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What state a client is in, since when and why.
 *
 * @param phase the state
 * @param since when the client entered it
 * @param cause what happened; null where nothing went wrong
 */
public record ClientState(
        Phase phase, Instant since, @Nullable PubSubException cause) {
    /** The states of a client. */
    public enum Phase {
        /** A connection is opened for the first time: that for publishing, or one for new subscriptions. */
        CONNECTING,
        /** There is a connection to publish on, and the server has confirmed every topic that is subscribed to. */
        CONNECTED,
        /** As connected, except for topics that the server refuses; they are tried again. */
        DEGRADED,
        /** A connection was lost, or topics are still to be confirmed. */
        RECONNECTING,
        /** The client was closed. */
        CLOSED
    }
}
