package io.fanfare.spi;

/**
 * A way to carry messages from the threads of a transport to handlers, found as a service and chosen by its
 * {@link #id()}.
 */
public interface DispatcherProvider extends Provider {
    /**
     * Opens a dispatcher.
     *
     * @param threads how many threads it may use, 1 or more; a hint to those that use none of their own
     * @param threadPrefix what the names of its threads begin with
     * @throws PubSubException {@link ErrorCode#PROVIDER_UNAVAILABLE} if {@link #availability()} says so
     */
    Dispatcher open(int threads, String threadPrefix);

    /**
     * Opens a dispatcher for a client. Unless overridden, it calls {@link #open(int, String)}, and the queues neither
     * share a budget nor get spare threads.
     *
     * @throws PubSubException {@link ErrorCode#PROVIDER_UNAVAILABLE} if {@link #availability()} says so
     */
    default Dispatcher open(DispatcherOptions options) {
        return open(options.threads(), options.threadPrefix());
    }
}
