package io.fanfare.spi;

import java.util.List;

/** What a {@link DispatchQueue} delivers to. An exception from any method is logged, and delivery goes on. */
public interface DispatchTarget {
    /**
     * Takes a batch of messages, and handles them before it returns.
     *
     * @param messages at least one, in order; the list belongs to the queue, which uses it again after the call
     */
    void deliver(List<Message> messages);

    /** A message was dropped by the queue's overflow policy. Called on the thread that offered it; must not block. */
    default void dropped(Message message, OverflowPolicy policy) {}

    /**
     * The queue was full under {@link OverflowPolicy#END}: it takes no more messages. Called once, on the thread that
     * offered; must not block.
     */
    default void ended() {}
}
