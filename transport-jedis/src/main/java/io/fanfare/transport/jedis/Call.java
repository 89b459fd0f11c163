package io.fanfare.transport.jedis;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A command of any name with one reply. */
final class Call extends Request {
    final CompletableFuture<Reply> stage = new CompletableFuture<>();

    private final List<byte[]> arguments;

    Call(List<byte[]> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command has a name at least");
        }
        this.arguments = List.copyOf(arguments);
    }

    @Override
    void encode(CommandBuffer out) throws IOException {
        out.parts(arguments.size());
        for (byte[] argument : arguments) {
            out.bulk(argument, 0, argument.length);
        }
    }

    @Override
    boolean answer(Reply reply) {
        stage.complete(reply);
        return true;
    }

    @Override
    void fail(PubSubException cause) {
        stage.completeExceptionally(cause);
    }
}
