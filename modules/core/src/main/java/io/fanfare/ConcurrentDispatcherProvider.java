package io.fanfare;

import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.DispatcherProvider;

/**
 * The dispatcher {@code concurrent}: several handlers of one subscription run at a time, and messages are handled in no
 * particular order. The options bound the handlers of one subscription; the threads, and the spare ones, all of them. A
 * delivery is of one message. Gaps are still told after the messages that arrived before them.
 */
public final class ConcurrentDispatcherProvider implements DispatcherProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public ConcurrentDispatcherProvider() {}

    @Override
    public String id() {
        return "concurrent";
    }

    @Override
    public Dispatcher open(int threads, String threadPrefix) {
        return open(DispatcherOptions.of(threads, threadPrefix));
    }

    @Override
    public Dispatcher open(DispatcherOptions options) {
        Workers workers = new Workers(options, id(), Workers.STALL, Workers.IDLE);
        return new QueueSet(
                id(),
                (limits, target, owner) -> new ConcurrentQueue(
                        limits,
                        target,
                        options.handlersPerSubscription(),
                        options.budget(),
                        workers::add,
                        owner::forget),
                workers);
    }
}
