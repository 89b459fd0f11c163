package io.fanfare.transport.redisson;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** One command with any reply. */
final class CallRequest extends Request {
    /** Commands that are not answered by one reply each: they would shift all replies after them. */
    private static final Set<String> NOT_ONE_REPLY = Set.of(
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "PSUBSCRIBE",
            "PUNSUBSCRIBE",
            "SSUBSCRIBE",
            "SUNSUBSCRIBE",
            "MONITOR",
            "SYNC",
            "PSYNC");

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

    /** Sends a command of a caller. */
    static CompletionStage<Reply> send(Wire wire, List<byte[]> arguments) {
        String name = arguments.isEmpty()
                ? ""
                : new String(arguments.get(0), StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        if (name.isEmpty() || NOT_ONE_REPLY.contains(name)) {
            return CompletableFuture.failedFuture(new PubSubException(
                    ErrorCode.UNSUPPORTED, "only commands that have one reply each are taken, not '" + name + "'"));
        }
        CallRequest request = new CallRequest(List.copyOf(arguments));
        wire.send(request);
        return request.future();
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
