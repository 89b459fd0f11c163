package io.fanfare.transport.lettuce;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transport {@code lettuce}. It connects, authenticates and decodes with Lettuce's standalone client, and shares
 * the writes of publishes that come close together.
 *
 * <p>Honours every option of {@link TransportOptions} but {@link TransportOptions#NATIVE_IO}: Lettuce takes
 * {@code epoll} where it can be reached, unless the JVM was started with {@code -Dio.lettuce.core.epoll=false}. The
 * times and the count of TCP keepalive are honoured where the JDK has them, {@link TransportOptions#TCP_USER_TIMEOUT}
 * over {@code epoll} and {@code io_uring}. Its threads are {@link TransportOptions#IO_THREADS} event loops named
 * {@code fanfare-lettuce-io-…}, started by the first connections and ended by {@link Transport#close()}.
 */
public final class LettuceTransportProvider implements TransportProvider {
    /** Opens transports over what an application gave; null where they are on their own. */
    private final @Nullable Function<TransportOptions, Transport> shared;

    /** Creates the provider; Lettuce is first touched by {@link #availability()} and {@link #open}. */
    public LettuceTransportProvider() {
        this(null);
    }

    LettuceTransportProvider(@Nullable Function<TransportOptions, Transport> shared) {
        this.shared = shared;
    }

    @Override
    public String id() {
        return "lettuce";
    }

    /** Returns all but self-healing; Unix domain sockets where Netty's native library for them is. */
    @Override
    public Set<Capability> capabilities() {
        return capabilities(availability().isUsable() && DomainSockets.areReachable());
    }

    static Set<Capability> capabilities(boolean unixSocket) {
        Set<Capability> capabilities = EnumSet.complementOf(EnumSet.of(Capability.SELF_HEALING));
        if (!unixSocket) {
            capabilities.remove(Capability.UNIX_SOCKET);
        }
        return Collections.unmodifiableSet(capabilities);
    }

    @Override
    public Availability availability() {
        return ClientLibrary.find(LettuceTransportProvider.class.getClassLoader());
    }

    @Override
    public Transport open(TransportOptions options) {
        Availability availability = availability();
        if (!availability.isUsable()) {
            throw new PubSubException(
                    ErrorCode.PROVIDER_UNAVAILABLE, "transport lettuce cannot be opened: " + availability.detail());
        }
        return shared == null ? new LettuceTransport(options, null) : shared.apply(options);
    }
}
