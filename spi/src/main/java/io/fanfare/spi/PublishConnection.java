package io.fanfare.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A connection that publishes. Messages reach the server in the order of the {@link #publish} calls; calls that come
 * close together share one write to the socket.
 */
public interface PublishConnection extends Connection {
    /**
     * Publishes a payload. Does not wait for the server and does not block, so that whoever calls this bounds how many
     * publishes are unanswered.
     *
     * @param channel where to; {@code PUBLISH} for a channel, {@code SPUBLISH} for a shard channel
     * @param payload what; must not change until the callback is called
     * @param callback told the result exactly once, in the order of the calls, on a thread of the transport or, if the
     *     connection is closed or lost already, on the caller's
     */
    void publish(Destination channel, Payload payload, PublishCallback callback);

    /**
     * Sends a command that has one reply, in its place among the publishes. Does not block. The stage completes on a
     * thread of the transport with the reply, a {@link Reply.OfError} included, and fails with
     * {@link ErrorCode#CONNECTION_LOST} or {@link ErrorCode#CLOSED} if none can arrive. No deadline is applied here.
     *
     * @param arguments the command's name and its arguments
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} if the transport sends nothing but publishes here
     */
    default CompletionStage<Reply> call(List<byte[]> arguments) {
        throw new PubSubException(
                ErrorCode.UNSUPPORTED, "this transport sends no commands on a connection that publishes");
    }
}
