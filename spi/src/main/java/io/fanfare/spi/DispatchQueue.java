package io.fanfare.spi;

import java.util.List;

/** The bounded queue of one subscription. */
public interface DispatchQueue extends AutoCloseable {
    /**
     * Takes messages over for delivery, in order; what does not fit is treated as {@link QueueLimits#overflow()} says.
     * Called by one thread at a time; does not block, and does not keep the list.
     */
    void offer(List<Message> messages);

    /**
     * Runs a task of the subscription in its order: after the messages that are queued, and never together with a
     * delivery. Tasks do not count against the limits and are not dropped while the queue is open; whoever calls this
     * bounds how many are outstanding. Does not block; callable from any thread.
     */
    void execute(Runnable task);

    /** Returns the numbers of this moment. */
    QueueStats stats();

    /**
     * Ends delivery after the batch that is being delivered; what is queued is discarded. A second call does nothing.
     */
    @Override
    void close();
}
