package io.fanfare;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.DispatcherProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;

/**
 * The dispatcher {@code virtual}: delivers each subscription in order on a virtual thread of its own, so that handlers
 * may block for as long as they like without keeping a shared thread from others. Needs JDK 21 or newer.
 */
public final class VirtualDispatcherProvider implements DispatcherProvider {
    private static final int FIRST_JDK = 21;

    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public VirtualDispatcherProvider() {}

    @Override
    public String id() {
        return "virtual";
    }

    @Override
    public Availability availability() {
        int jdk = Runtime.version().feature();
        return jdk >= FIRST_JDK
                ? Availability.usable("")
                : Availability.unusable("virtual threads need JDK " + FIRST_JDK + " or newer, and this is JDK " + jdk
                        + "; run on a newer one, or choose the dispatcher ordered or concurrent");
    }

    @Override
    public Dispatcher open(int threads, String threadPrefix) {
        return open(DispatcherOptions.of(threads, threadPrefix));
    }

    @Override
    public Dispatcher open(DispatcherOptions options) {
        Availability availability = availability();
        if (!availability.isUsable()) {
            throw new PubSubException(
                    ErrorCode.PROVIDER_UNAVAILABLE, "dispatcher 'virtual' cannot work here: " + availability.detail());
        }
        VirtualWorkers workers = new VirtualWorkers(options.threadPrefix());
        return new QueueSet(
                id(),
                (limits, target, owner) ->
                        new OrderedQueue(limits, target, options.budget(), workers::add, owner::forget),
                workers);
    }
}
