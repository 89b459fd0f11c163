package io.fanfare.transport.lettuce;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A command of any name with one reply. */
final class Call extends Command {
    final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final List<byte[]> arguments;

    Call(List<byte[]> arguments) {
        if (arguments.isEmpty()) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, "a command needs a name: no arguments given");
        }
        this.arguments = List.copyOf(arguments);
    }

    @Override
    void encode(RespWriter out) {
        out.array(arguments.size());
        for (byte[] argument : arguments) {
            out.bulk(argument, 0, argument.length);
        }
    }

    @Override
    void failed(PubSubException cause) {
        reply.completeExceptionally(cause);
    }
}
