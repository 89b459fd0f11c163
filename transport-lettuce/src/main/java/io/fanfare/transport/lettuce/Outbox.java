package io.fanfare.transport.lettuce;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Hands commands from any thread to one consumer, first in, first out. A list linked through the commands themselves:
 * offering allocates nothing and never waits.
 */
final class Outbox {
    private static final VarHandle LAST;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LAST = lookup.findVarHandle(Outbox.class, "last", Command.class);
            NEXT = lookup.findVarHandle(Command.class, "next", Command.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The command that was polled last. */
    private Command polled;

    private volatile Command last;

    Outbox() {
        polled = new Origin();
        last = polled;
    }

    /** Appends a command. Any thread. */
    void offer(Command command) {
        Command before = (Command) LAST.getAndSet(this, command);
        NEXT.setRelease(before, command);
    }

    /** Removes the first command; null if there is none. The consumer only. */
    @Nullable
    Command poll() {
        Command before = polled;
        Command first = (Command) NEXT.getAcquire(before);
        if (first == null) {
            if (before == last) {
                return null;
            }
            do { // an offer is between its two steps
                Thread.onSpinWait();
                first = (Command) NEXT.getAcquire(before);
            } while (first == null);
        }
        before.next = null;
        polled = first;
        return first;
    }

    /** Tells whether nothing is offered. The consumer only. */
    boolean isEmpty() {
        return polled == last;
    }

    /** Stands before the first command. */
    private static final class Origin extends Command {
        @Override
        void encode(RespWriter out) {}

        @Override
        void failed(io.fanfare.spi.PubSubException cause) {}
    }
}
