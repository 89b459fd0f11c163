package io.fanfare.transport.jedis;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** {@code PING}. Any answer will do, an error too: the server is there. */
final class Ping extends Request {
    static final byte[] COMMAND = CommandBuffer.head(1, "PING");

    final CompletableFuture<Void> stage = new CompletableFuture<>();

    @Override
    void encode(CommandBuffer out) throws IOException {
        out.raw(COMMAND);
    }

    @Override
    boolean answer(Reply reply) {
        stage.complete(null);
        return true;
    }

    @Override
    void fail(PubSubException cause) {
        stage.completeExceptionally(cause);
    }
}
