package io.fanfare.transport.lettuce;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect. Its stage completes once: with the connection, with Lettuce's failure, or at the connect
 * timeout.
 *
 * @param <C> the kind of connection
 */
final class Attempt<C extends Connection> {
    final CompletableFuture<C> result = new CompletableFuture<>();
    private final Node node;
    private final Duration timeout;
    private final boolean resp3Required;
    private final @Nullable Tls tls;
    private final BiFunction<Endpoint, Channel, Wire> wiring;
    private final Assembly<C> assembly;
    private final long startNanos = System.nanoTime();

    private volatile @Nullable Channel channel;
    private volatile @Nullable Wire wire;

    /** Makes a connection of a channel whose handshake is done. */
    interface Assembly<C extends Connection> {
        /** Attaches the wire and returns the connection. Called on the event loop. */
        C assemble(Wire wire, StatefulConnection<?, ?> handshaken);
    }

    Attempt(
            Node node,
            Duration timeout,
            boolean resp3Required,
            @Nullable Tls tls,
            BiFunction<Endpoint, Channel, Wire> wiring,
            Assembly<C> assembly) {
        this.node = node;
        this.timeout = timeout;
        this.resp3Required = resp3Required;
        this.tls = tls;
        this.wiring = wiring;
        this.assembly = assembly;
    }

    /** Puts the wire in the place of Lettuce's command handler, and TLS before everything. */
    void opened(Channel opened) {
        ChannelPipeline pipeline = opened.pipeline();
        CommandHandler stock = pipeline.get(CommandHandler.class);
        Wire own = wiring.apply(stock.getEndpoint(), opened);
        pipeline.replace(stock, "fanfare-wire", own);
        String serverName = node.tlsServerName();
        if (tls != null && serverName != null) {
            pipeline.addFirst("fanfare-tls", tls.handler(serverName, node.connect()));
        }
        wire = own;
        channel = opened;
        if (result.isDone()) {
            var unused = opened.close();
        }
    }

    /** Takes Lettuce's result. */
    void completed(@Nullable StatefulConnection<?, ?> handshaken, @Nullable Throwable failure) {
        Wire own = wire;
        if (handshaken == null || own == null) {
            failed(failure == null ? new IllegalStateException("Lettuce connected without a channel") : failure);
        } else if (own.socket().eventLoop().inEventLoop()) {
            handshaken(own, handshaken);
        } else {
            own.socket().eventLoop().execute(() -> handshaken(own, handshaken));
        }
    }

    private void handshaken(Wire own, StatefulConnection<?, ?> handshaken) {
        if (result.isDone() || !own.socket().isActive()) {
            var unused = handshaken.closeAsync();
            failed(new ClosedChannelException());
            return;
        }
        C connection = assembly.assemble(own, handshaken);
        if (!result.complete(connection)) {
            connection.close();
        }
    }

    void failed(Throwable reported) {
        abort(ConnectFailure.of(node, elapsed(), timeout, reported, resp3Required));
    }

    /** Ends the attempt at the connect timeout. */
    void expire() {
        if (!result.isDone()) {
            Channel opened = channel;
            abort(ConnectFailure.timeout(node, elapsed(), timeout, opened != null && opened.isActive()));
        }
    }

    /** Ends the attempt, unless it is done. */
    void abort(PubSubException failure) {
        if (result.completeExceptionally(failure)) {
            Channel opened = channel;
            if (opened != null) {
                var unused = opened.close();
            }
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
