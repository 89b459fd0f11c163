package io.fanfare.transport.redisson;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One command with any reply. */
final class CallRequest extends Request {
    private final List<byte[]> arguments;
    private final CompletableFuture<Reply> future = new CompletableFuture<>();

    CallRequest(List<byte[]> arguments) {
        this.arguments = arguments;
    }

    static CallRequest of(String... arguments) {
        return new CallRequest(Stream.of(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    CompletableFuture<Reply> future() {
        return future;
    }

    @Override
    void write(CommandWriter out) {
        out.array(arguments.size());
        for (byte[] argument : arguments) {
            out.bulk(argument);
        }
    }

    @Override
    boolean answered(FrameReader reply) throws MalformedFrame {
        future.complete(new Replies(reply).read());
        return true;
    }

    @Override
    void failed(PubSubException cause) {
        future.completeExceptionally(cause);
    }
}
