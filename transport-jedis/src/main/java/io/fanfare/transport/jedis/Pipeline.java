package io.fanfare.transport.jedis;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection in the order in which they were made: some are answered, of the others some are
 * written. Any thread appends; one thread writes; one thread answers. It is one linked list with a position for each of
 * the three, so that a request is the only object that it costs. Its length is bounded by those who append.
 */
final class Pipeline {
    private static final VarHandle LAST;

    static {
        try {
            LAST = MethodHandles.lookup().findVarHandle(Pipeline.class, "last", Request.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Where {@link #last} points when nothing can be appended any more. */
    private static final Request SEAL = new Marker();

    private volatile Request last;
    /** The newest that the writing thread has taken. */
    private Request written;
    /** The newest that is finished; only the reading thread touches it. */
    private Request answered;

    Pipeline() {
        Request none = new Marker();
        this.last = none;
        this.written = none;
        this.answered = none;
    }

    /** Appends a request, unless the pipeline is sealed. */
    boolean append(Request request) {
        while (true) {
            Request previous = last;
            if (previous == SEAL) {
                return false;
            }
            if (LAST.compareAndSet(this, previous, request)) {
                previous.link(request);
                return true;
            }
        }
    }

    /** Tells whether a request waits to be written. For the writing thread. */
    boolean hasUnwritten() {
        return last != written && last != SEAL;
    }

    /** Takes the next request to write; null if there is none yet. For the writing thread. */
    @Nullable
    Request takeUnwritten() {
        Request next = written.next();
        if (next != null) {
            written = next;
        }
        return next;
    }

    /** Returns the oldest unanswered request; null if there is none. For the reading thread. */
    @Nullable
    Request oldest() {
        Request next = answered.next();
        while (next == null && last != answered) {
            Thread.onSpinWait();
            next = answered.next();
        }
        return next;
    }

    /** Finishes the oldest request. For the reading thread. */
    void finish(Request oldest) {
        answered.link(null);
        answered = oldest;
    }

    /** Fails all that is unanswered, in order, and refuses whatever comes after that. For the reading thread. */
    void seal(PubSubException cause, Guard guard) {
        do {
            for (Request request = oldest(); request != null; request = oldest()) {
                Request failed = request;
                finish(failed);
                guard.run(() -> failed.fail(cause));
            }
        } while (!LAST.compareAndSet(this, answered, SEAL));
    }

    /** A position in the list that is no request. */
    private static final class Marker extends Request {
        @Override
        void encode(CommandBuffer out) {}

        @Override
        boolean answer(Reply reply) {
            return true;
        }

        @Override
        void fail(PubSubException cause) {}
    }
}
