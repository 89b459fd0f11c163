package io.fanfare.transport.redisson;

import io.fanfare.spi.PubSubException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests from any thread to the event loop, in the order of the calls. As long as its callers bound what is
 * unanswered, they bound it.
 */
final class RequestQueue {
    /** What became of an added request. */
    enum Added {
        /** It is the first: the event loop is to be woken. */
        FIRST,
        /** It lies behind others. */
        BEHIND,
        /** The queue has ended and did not take it. */
        REFUSED
    }

    private static final Request END = new End();

    /** The newest request, linked to the older ones. */
    private final AtomicReference<@Nullable Request> newest = new AtomicReference<>();

    /** Adds requests that are linked from the last to the first. */
    Added add(Request last, Request first) {
        while (true) {
            Request before = newest.get();
            if (before == END) {
                first.next = null;
                return Added.REFUSED;
            }
            first.next = before;
            if (newest.compareAndSet(before, last)) {
                return before == null ? Added.FIRST : Added.BEHIND;
            }
        }
    }

    /** Takes all requests, linked from the oldest to the newest; null if there are none. */
    @Nullable
    Request take() {
        Request taken = newest.get();
        while (taken != null && taken != END) {
            if (newest.compareAndSet(taken, null)) {
                return reversed(taken);
            }
            taken = newest.get();
        }
        return null;
    }

    /** Ends the queue if it is empty, and tells whether it did. */
    boolean end() {
        return newest.compareAndSet(null, END);
    }

    static Request reversed(Request list) {
        Request result = list;
        Request rest = list.next;
        list.next = null;
        while (rest != null) {
            Request following = rest.next;
            rest.next = result;
            result = rest;
            rest = following;
        }
        return result;
    }

    private static final class End extends Request {
        @Override
        void write(CommandWriter out) {}

        @Override
        boolean answered(FrameReader reply) {
            return true;
        }

        @Override
        void failed(PubSubException cause) {}
    }
}
