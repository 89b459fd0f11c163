package io.fanfare.transport.jedis;

import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Objects;
import java.util.function.Function;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;

/**
 * Transports over what an application has already, to pass to {@code FanfareBuilder.transport}. What they were given,
 * they never close.
 *
 * <p>Jedis has no threads to share, and a connection of its pools cannot be borrowed: Jedis gives no public way to its
 * socket. What can be shared is how connections are made.
 */
public final class JedisTransports {
    private JedisTransports() {}

    /**
     * Returns a provider whose connections are made as a configuration of the application says: its credentials, in
     * whichever of its forms, where Fanfare has none; its SSL socket factory or options, SSL parameters and host name
     * verifier, where {@link TransportOptions#SSL_CONTEXT} is not set; its mapping of addresses, after Fanfare's. All
     * else is Fanfare's: whether to use TLS at all, the protocol, the name, the timeouts.
     *
     * @param config asked at each connect
     */
    public static TransportProvider over(JedisClientConfig config) {
        return over(new Given(Objects.requireNonNull(config, "config"), null));
    }

    /**
     * Returns a provider whose sockets are opened by factories of the application, for proxies and tunnels. A socket
     * comes connected, and with the options that it is to have. To a node with TLS, that is negotiated over the socket,
     * unless it is an {@link javax.net.ssl.SSLSocket} already. Unix domain sockets, which have no host and port, are
     * opened as ever.
     *
     * @param sockets returns the factory for an address; called at each connect, on a thread of the transport, which
     *     the factory may block. Beyond {@link TransportOptions#CONNECT_TIMEOUT} nobody waits for it, and its socket is
     *     closed.
     */
    public static TransportProvider over(Function<HostAndPort, JedisSocketFactory> sockets) {
        return over(new Given(null, Objects.requireNonNull(sockets, "sockets")));
    }

    private static TransportProvider over(Given given) {
        return new JedisTransportProvider(options -> new JedisTransport(options, given));
    }
}
