package io.fanfare.transport.redisson;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Objects;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

/** Transports over what an application has already. What they were given, they never close. */
public final class RedissonTransports {
    private RedissonTransports() {}

    /**
     * Returns a provider whose transports share the threads of an application's Redisson, to pass to
     * {@code FanfareBuilder.transport}: its event loops with their kind of sockets, its timer, its name resolution, and
     * its executor for what may block while connecting. {@link TransportOptions#IO_THREADS} and
     * {@link TransportOptions#NATIVE_IO} have no effect.
     *
     * <p>Addresses, credentials and TLS are those of Fanfare, since Redisson has no public way to what its servers were
     * configured with. Its connections are not borrowed: they belong to pools that use each for anything. Closing a
     * transport closes its own connections and nothing of the client, which whoever made it shuts down after Fanfare is
     * closed.
     *
     * @param client open until the last transport is closed
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} if it is not what {@code Redisson.create} returned
     */
    public static TransportProvider over(RedissonClient client) {
        Objects.requireNonNull(client, "client");
        if (client instanceof Redisson redisson) {
            return new RedissonTransportProvider(
                    options -> new RedissonTransport(options, new ClientIo(redisson.getServiceManager())));
        }
        throw new PubSubException(
                ErrorCode.UNSUPPORTED,
                "the threads of a " + client.getClass().getName()
                        + " cannot be shared; pass what Redisson.create returned, or none");
    }
}
