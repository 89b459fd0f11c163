package io.fanfare.spi;

import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What a client gives to a dispatcher that it opens. Each number is a hint to dispatchers that have no use for it.
 *
 * @param threads how many threads it may use, 1 or more
 * @param spareThreads how many more threads it may start while all others are busy for long, 0 or more
 * @param handlersPerSubscription how many handlers of one subscription may run at a time, 1 or more, where the
 *     dispatcher is not serial
 * @param threadPrefix what the names of its threads begin with
 * @param budget the bytes that all queues of the client share
 * @param timer the client's timer, whose tasks must not block; null for none, and then there are no spare threads
 */
public record DispatcherOptions(
        int threads,
        int spareThreads,
        int handlersPerSubscription,
        String threadPrefix,
        ByteBudget budget,
        @Nullable ScheduledExecutorService timer) {
    public DispatcherOptions {
        if (threads < 1 || spareThreads < 0 || handlersPerSubscription < 1) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "a dispatcher needs 1 thread or more, 0 spare threads or more and 1 handler per subscription or more;"
                            + " given " + threads + ", " + spareThreads + " and " + handlersPerSubscription);
        }
    }

    /**
     * Returns options with no spare threads, one handler per subscription for each thread and a budget without limit.
     */
    public static DispatcherOptions of(int threads, String threadPrefix) {
        return new DispatcherOptions(threads, 0, threads, threadPrefix, new ByteBudget(Long.MAX_VALUE), null);
    }
}
