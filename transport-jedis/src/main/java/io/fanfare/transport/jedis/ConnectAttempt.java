package io.fanfare.transport.jedis;

import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.LibraryInfo;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One connection from the call that asks for it to its end. The thread that connects becomes the one that reads.
 *
 * @param <C> the kind of connection
 */
final class ConnectAttempt<C extends io.fanfare.spi.Connection> implements Runnable {
    private final Node node;
    private final String role;
    private final TransportOptions options;
    private final Threads threads;
    private final Function<Wire, C> kind;
    private final SocketOpener opener;
    private final CompletableFuture<C> stage = new CompletableFuture<>();
    private volatile @Nullable Link link;

    ConnectAttempt(Node node, String role, TransportOptions options, Threads threads, Function<Wire, C> kind) {
        this.node = node;
        this.role = role;
        this.options = options;
        this.threads = threads;
        this.kind = kind;
        this.opener = new SocketOpener(node, options);
    }

    CompletableFuture<C> stage() {
        return stage;
    }

    /** Returns what the name of its thread contains. */
    String threadLabel() {
        return Wire.threadLabel(role, node);
    }

    /** Gives up, unless the connection is established. */
    void expire() {
        Duration timeout = options.get(TransportOptions.CONNECT_TIMEOUT);
        fail(ConnectFailure.timedOut(Wire.title(role, node), timeout, opener.phase()));
    }

    /** Ends it, established or not. */
    void close() {
        fail(new PubSubException(ErrorCode.CLOSED, "the transport was closed while it connected to " + node));
        Link established = link;
        if (established != null) {
            established.close();
        }
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        C established;
        try {
            established = kind.apply(connect());
        } catch (IOException | RuntimeException e) {
            Duration timeout = options.get(TransportOptions.CONNECT_TIMEOUT);
            fail(ConnectFailure.of(
                    Wire.title(role, node), node, Duration.ofNanos(System.nanoTime() - begin), timeout, e));
            return;
        }
        Link opened = (Link) established;
        link = opened;
        if (!stage.complete(established)) {
            opened.close();
        }
        opened.run();
    }

    /** Fails it, unless it is established. */
    void fail(PubSubException cause) {
        if (stage.completeExceptionally(cause) || link == null) {
            opener.abort();
        }
    }

    private Wire connect() throws IOException {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder();
        Protocol protocol = options.get(TransportOptions.PROTOCOL);
        switch (protocol) {
            case AUTO -> config.autoNegotiateProtocol(true);
            // a connection begins in RESP2; Jedis' own constant for it demands HELLO, which older servers lack
            case RESP2 -> config.protocol(null).autoNegotiateProtocol(false);
            case RESP3 -> config.protocol(RedisProtocol.RESP3);
        }
        // shares a round trip with CLIENT SETNAME; a server that refuses it is taken as it is
        config.clientSetInfoConfig(new ClientSetInfoConfig(LibraryInfo.driver()));
        String name = options.get(TransportOptions.CLIENT_NAME);
        if (!name.isEmpty()) {
            config.clientName(name);
        }
        Supplier<Credentials> supplier = options.find(TransportOptions.CREDENTIALS);
        if (supplier != null) {
            Credentials credentials = supplier.get();
            config.user(credentials.username()).password(credentials.password());
        }
        // Jedis' connection is left to itself after the handshake: it holds nothing but the socket
        Connection connection = new Connection(opener, config.build());
        if (protocol == Protocol.RESP2 && supplier == null) {
            requireNoPassword(connection);
        }
        return new Wire(
                node,
                role,
                opener.raw(),
                opener.socket().getInputStream(),
                opener.socket().getOutputStream(),
                threads);
    }

    /** Finds out whether the server wants a password: nothing in a handshake without HELLO and AUTH tells. */
    private static void requireNoPassword(Connection connection) {
        try {
            connection.ping();
        } catch (JedisDataException e) {
            if (ErrorCode.ofErrorReply(ConnectFailure.reason(e)) == ErrorCode.AUTHENTICATION_FAILED) {
                throw e;
            }
        }
    }
}
