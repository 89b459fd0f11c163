package io.fanfare.transport.redisson;

import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.CompletableFuture;

/** One {@code PING}, whatever form its answer has. */
final class PingRequest extends Request {
    static final byte[] PING = CommandWriter.prefix("PING", 1);

    private final Node node;
    private final CompletableFuture<Void> future = new CompletableFuture<>();

    PingRequest(Node node) {
        this.node = node;
    }

    CompletableFuture<Void> future() {
        return future;
    }

    @Override
    void write(CommandWriter out) {
        out.raw(PING);
    }

    @Override
    boolean answered(FrameReader reply) {
        if (reply.isError()) {
            failed(PubSubException.refused("PING", node, reply.text(0)));
        } else {
            future.complete(null);
        }
        return true;
    }

    @Override
    void failed(PubSubException cause) {
        future.completeExceptionally(cause);
    }
}
