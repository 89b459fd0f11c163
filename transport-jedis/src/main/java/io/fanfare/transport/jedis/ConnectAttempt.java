package io.fanfare.transport.jedis;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
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
    private final Given given;
    private final Threads threads;
    private final Function<Wire, C> kind;
    private final SocketOpener opener;
    private final CompletableFuture<C> stage = new CompletableFuture<>();
    private volatile @Nullable Link link;

    ConnectAttempt(
            Node node, String role, TransportOptions options, Given given, Threads threads, Function<Wire, C> kind) {
        this.node = node;
        this.role = role;
        this.options = options;
        this.given = given;
        this.threads = threads;
        this.kind = kind;
        this.opener = new SocketOpener(node, options, given);
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
        Handshake handshake = new Handshake(options, given);
        // Jedis' connection is left to itself after the handshake: it holds nothing but the socket
        Connection connection = new Connection(opener, handshake);
        boolean isResp3 = handshake.triesResp3() && isTaken(connection, new CommandArguments(Command.HELLO).add("3"));
        if (!isResp3 && handshake.leavesPasswordOpen()) {
            var unused = isTaken(connection, new CommandArguments(Command.PING));
        }
        return new Wire(
                node,
                role,
                opener.raw(),
                opener.socket().getInputStream(),
                opener.socket().getOutputStream(),
                threads);
    }

    /** Sends a command and tells whether the server took it. That it wants a password first ends the attempt. */
    private static boolean isTaken(Connection connection, CommandArguments command) {
        try {
            connection.executeCommand(command);
            return true;
        } catch (JedisDataException e) {
            if (ErrorCode.ofErrorReply(ConnectFailure.reason(e)) == ErrorCode.AUTHENTICATION_FAILED) {
                throw e;
            }
            return false;
        }
    }
}
