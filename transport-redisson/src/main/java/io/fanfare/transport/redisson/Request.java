package io.fanfare.transport.redisson;

import io.fanfare.spi.PubSubException;
import org.jspecify.annotations.Nullable;

/** One call that awaits an answer of the server. A member of one linked list at a time. */
abstract class Request {
    @Nullable
    Request next;

    /** Encodes the command. */
    abstract void write(CommandWriter out);

    /**
     * Takes a reply that is not a push.
     *
     * @return whether it was the last that this request awaits
     */
    abstract boolean answered(FrameReader reply) throws MalformedFrame;

    /** Ends the request: no answer can arrive any more. */
    abstract void failed(PubSubException cause);
}
