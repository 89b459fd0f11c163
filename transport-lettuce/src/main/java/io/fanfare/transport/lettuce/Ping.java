package io.fanfare.transport.lettuce;

import io.fanfare.spi.PubSubException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@code PING}. */
final class Ping extends Command {
    static final byte[] BYTES = RespWriter.ascii("*1\r\n$4\r\nPING\r\n");

    final CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();

    @Override
    void encode(RespWriter out) {
        out.raw(BYTES);
    }

    @Override
    void failed(PubSubException cause) {
        answer.completeExceptionally(cause);
    }
}
