package io.fanfare.transport.lettuce;

import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.lettuce.core.resource.ClientResources;
import java.util.Objects;

/** Transports over what an application has already. What they were given, they never close. */
public final class LettuceTransports {
    private LettuceTransports() {}

    /**
     * Returns a provider whose transports share client resources with an application's own Lettuce clients, to pass to
     * {@code FanfareBuilder.transport}. They use its event loops, timer, event bus and name resolution; its
     * {@code NettyCustomizer} sees each bootstrap and channel, its latency recorder and tracing nothing.
     * {@link TransportOptions#IO_THREADS} has no effect. Addresses, credentials and TLS are those of Fanfare.
     *
     * <p>Closing a transport closes its connections and gives the event loops back, as any Lettuce client does. The
     * resources stay open: who made them shuts them down, after Fanfare is closed.
     *
     * @param resources open until the last transport is closed
     */
    public static TransportProvider over(ClientResources resources) {
        Objects.requireNonNull(resources, "resources");
        return new LettuceTransportProvider(options -> new LettuceTransport(options, resources));
    }
}
