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

    /**
     * A message was dropped by the queue's overflow policy. Called on the thread that offered, or, for what waits when
     * a full queue has ended the subscription, the one that closes the queue; must not block.
     */
    default void dropped(Message message, OverflowPolicy policy) {}

    /**
     * The queue was full under {@link OverflowPolicy#END}: it takes no more messages. Called once, on the thread that
     * offered; must not block.
     */
    default void ended() {}

    /**
     * The queue is full under {@link OverflowPolicy#BLOCK}: nothing more should be offered until {@link #drained()}.
     * What is offered all the same is queued beyond the limit, never dropped. Called on the thread that offers or the
     * one that delivers, alternately with {@link #drained()} and never at the same time; must not block.
     */
    default void full() {}

    /** After {@link #full()}, half of what waited has been delivered. Called as that is. */
    default void drained() {}

    /**
     * The handler is slower than its messages: the queue dropped one, or is 80 % full. Called once for each such
     * episode, on the thread that offers or the one that delivers, alternately with {@link #slowEnded}; must not block.
     *
     * @param stats the numbers of the queue at the begin
     */
    default void slowBegan(QueueStats stats) {}

    /**
     * The episode is over: the queue is at most half full, or closed. Called as {@link #slowBegan} is, or on the thread
     * that closes the queue.
     *
     * @param worstMessages the most messages that waited
     * @param worstBytes the most bytes that waited
     * @param dropped the messages dropped in the episode
     */
    default void slowEnded(int worstMessages, long worstBytes, long dropped) {}
}
