package io.fanfare.spi;

import java.util.List;

/** The bounded queue of one subscription. */
public interface DispatchQueue extends AutoCloseable {
    /**
     * Takes messages over for delivery, in order; what does not fit is treated as {@link QueueLimits#overflow()} says.
     * Called by one thread at a time; does not block, and does not keep the list.
     */
    void offer(List<Message> messages);

    /** Returns the numbers of this moment. */
    QueueStats stats();

    /**
     * Ends delivery after the batch that is being delivered; what is queued is discarded. A second call does nothing.
     */
    @Override
    void close();
}
