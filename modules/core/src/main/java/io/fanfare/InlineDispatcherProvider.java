package io.fanfare;

import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherProvider;

/**
 * The dispatcher {@code inline}: handlers and decoding run on the thread that reads the connection, for the lowest
 * latency. A handler that blocks stops everything that this thread reads, so that here a slow handler does delay
 * others. Nothing is queued or dropped.
 */
public final class InlineDispatcherProvider implements DispatcherProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public InlineDispatcherProvider() {}

    @Override
    public String id() {
        return "inline";
    }

    @Override
    public Dispatcher open(int threads, String threadPrefix) {
        return new InlineDispatcher();
    }
}
