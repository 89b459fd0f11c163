package io.fanfare.transport.redisson;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.NativeIo;
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
 * The transport {@code redisson}. Redisson's low-level client resolves, connects, sets the socket options and
 * authenticates; no connection of it is pooled, retried or re-established. Honours every option of
 * {@link TransportOptions}. Thread-safe.
 */
public final class RedissonTransportProvider implements TransportProvider {
    /** Opens transports over what an application gave; null where they are on their own. */
    private final @Nullable Function<TransportOptions, Transport> shared;

    /** Creates the provider; loads nothing of Redisson. */
    public RedissonTransportProvider() {
        this(null);
    }

    RedissonTransportProvider(@Nullable Function<TransportOptions, Transport> shared) {
        this.shared = shared;
    }

    @Override
    public String id() {
        return "redisson";
    }

    /** Returns all but self-healing; Unix domain sockets where Netty's native epoll is. */
    @Override
    public Set<Capability> capabilities() {
        return capabilities(
                availability().isUsable() && SocketKind.of(NativeIo.AUTO).unix() != null);
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
        return RedissonLibrary.availability(RedissonTransportProvider.class.getClassLoader());
    }

    @Override
    public Transport open(TransportOptions options) {
        Availability availability = availability();
        if (!availability.isUsable()) {
            throw new PubSubException(ErrorCode.PROVIDER_UNAVAILABLE, "transport redisson: " + availability.detail());
        }
        return shared == null ? new RedissonTransport(options, null) : shared.apply(options);
    }
}
