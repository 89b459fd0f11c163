package io.fanfare;

import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherProvider;

/**
 * The dispatcher {@code ordered}: a fixed number of threads serve all queues; of each queue one batch is delivered at a
 * time, in order of arrival.
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
        return new OrderedDispatcher(threads, threadPrefix);
    }
}
