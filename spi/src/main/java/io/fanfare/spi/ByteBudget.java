package io.fanfare.spi;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of payload that all queues of one client hold together, and the most they should. A queue that finds no
 * room treats the next message as if it were full itself. Thread-safe.
 *
 * <p>Queues account for batches, not for messages: the limit can be exceeded by what each queue takes in at once, and
 * by one message of each queue that is otherwise empty.
 */
public final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /**
     * Creates a budget of which nothing is used.
     *
     * @param limit the most bytes, 1 or more; {@link Long#MAX_VALUE} for no limit
     */
    public ByteBudget(long limit) {
        if (limit < 1) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, "a budget of " + limit + " bytes holds nothing; set 1 or more");
        }
        this.limit = limit;
    }

    /** Returns the most bytes that queues should hold. */
    public long limit() {
        return limit;
    }

    /** Returns the bytes that queues hold now. */
    public long used() {
        return used.get();
    }

    /** Returns the bytes that are left; negative while the limit is exceeded. */
    public long room() {
        return limit - used.get();
    }

    /** Adds what a queue took in, or takes off what it gave out if {@code bytes} is negative. */
    public void add(long bytes) {
        used.addAndGet(bytes);
    }

    @Override
    public String toString() {
        return used.get() + " of " + limit + " bytes";
    }
}
