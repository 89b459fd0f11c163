package io.fanfare;

import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.DispatcherProvider;

/**
 * The dispatcher {@code ordered}: a fixed number of threads serve all queues; of each queue one batch is delivered at a
 * time, in order of arrival. While all threads are stuck in handlers and other queues wait, spare threads serve those.
 */
public final class OrderedDispatcherProvider implements DispatcherProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public OrderedDispatcherProvider() {}

    @Override
    public String id() {
        return "ordered";
    }

    @Override
    public Dispatcher open(int threads, String threadPrefix) {
        return open(DispatcherOptions.of(threads, threadPrefix));
    }

    @Override
    public Dispatcher open(DispatcherOptions options) {
        Workers workers = new Workers(options, "dispatch", Workers.STALL, Workers.IDLE);
        return new QueueSet(
                id(),
                (limits, target, owner) ->
                        new OrderedQueue(limits, target, options.budget(), workers::add, owner::forget),
                workers);
    }
}
