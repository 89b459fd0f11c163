package io.fanfare.transport.jedis;

import io.fanfare.spi.Node;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Opens one socket for Jedis, and only one: a Jedis connection that finds its socket closed would otherwise open
 * another and leave out the handshake. It has no timeouts of its own; {@link #abort()} from another thread ends it.
 */
final class SocketOpener implements JedisSocketFactory {
    private final Node node;
    private final TransportOptions options;
    private final Given given;
    private volatile Socket raw = new Socket();
    private volatile boolean aborted;
    private @Nullable Socket socket;
    private volatile String phase = "waiting for a thread";

    SocketOpener(Node node, TransportOptions options, Given given) {
        this.node = node;
        this.options = options;
        this.given = given;
    }

    @Override
    public Socket createSocket() {
        if (socket != null) {
            throw new JedisConnectionException("the connection to " + node + " was used after it had ended");
        }
        try {
            socket = open();
            phase = "waiting for the answer to the Redis handshake";
            return socket;
        } catch (IOException | NoSuchAlgorithmException e) {
            abort();
            throw new JedisConnectionException("cannot connect to " + node, e);
        }
    }

    Socket raw() {
        return raw;
    }

    /** Returns the socket that was opened. */
    Socket socket() {
        if (socket == null) {
            throw new IllegalStateException("no socket was opened to " + node);
        }
        return socket;
    }

    /** Returns what is being done, in words. */
    String phase() {
        return phase;
    }

    /** Closes the socket; frees the thread that opens or uses it. */
    void abort() {
        aborted = true;
        Wire.abort(raw);
    }

    private Socket open() throws IOException, NoSuchAlgorithmException {
        if (node.connect().isSocket()) {
            phase = "connecting to " + node;
            UnixSocket unix = new UnixSocket();
            replaceBy(unix);
            unix.connect(node.connect().host());
            return unix;
        }
        HostAndPort target = given.target(node.connect());
        Function<HostAndPort, JedisSocketFactory> factories = given.sockets();
        if (factories == null) {
            connect(target);
        } else {
            phase = "waiting for the socket factory that the application gave";
            replaceBy(factories.apply(target).createSocket());
        }
        String serverName = node.tlsServerName();
        if (serverName == null || raw instanceof SSLSocket) {
            return raw;
        }
        phase = "waiting for the TLS handshake";
        return new Tls(options, given).over(raw, serverName, target.getPort());
    }

    private void replaceBy(Socket other) throws SocketException {
        raw = other;
        if (aborted) {
            throw new SocketException("the socket came too late");
        }
    }

    private void connect(HostAndPort target) throws IOException {
        phase = "resolving the host name";
        InetSocketAddress address = new InetSocketAddress(target.getHost(), target.getPort());
        phase = "connecting to " + address;
        raw.setTcpNoDelay(options.get(TransportOptions.TCP_NO_DELAY));
        keepAlive();
        raw.connect(address);
    }

    private void keepAlive() throws IOException {
        boolean on = options.get(TransportOptions.TCP_KEEPALIVE);
        raw.setKeepAlive(on);
        if (on) {
            hint(ExtendedSocketOptions.TCP_KEEPIDLE, (int)
                    options.get(TransportOptions.TCP_KEEPALIVE_IDLE).toSeconds());
            hint(ExtendedSocketOptions.TCP_KEEPINTERVAL, (int)
                    options.get(TransportOptions.TCP_KEEPALIVE_INTERVAL).toSeconds());
            hint(ExtendedSocketOptions.TCP_KEEPCOUNT, options.get(TransportOptions.TCP_KEEPALIVE_COUNT));
        }
    }

    private void hint(SocketOption<Integer> option, int value) throws IOException {
        if (raw.supportedOptions().contains(option)) {
            raw.setOption(option, value);
        }
    }
}
