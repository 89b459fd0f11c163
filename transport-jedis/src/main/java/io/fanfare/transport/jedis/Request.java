package io.fanfare.transport.jedis;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What was asked of the server; an element of a {@link Pipeline}. */
abstract class Request {
    static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Request.class, "next", Request.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by NEXT
    private @Nullable Request next;

    /** Writes the request; called on the thread that writes the connection. */
    abstract void encode(CommandBuffer out) throws IOException;

    /**
     * Takes a reply; called on the thread that reads the connection.
     *
     * @return whether it was the last one that this request has
     */
    abstract boolean answer(Reply reply);

    /** Ends the request without an answer. */
    abstract void fail(PubSubException cause);

    final @Nullable Request next() {
        return (Request) NEXT.getAcquire(this);
    }

    final void link(@Nullable Request following) {
        NEXT.setRelease(this, following);
    }
}
