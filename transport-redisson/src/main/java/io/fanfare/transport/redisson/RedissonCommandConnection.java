package io.fanfare.transport.redisson;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends commands over one wire. */
final class RedissonCommandConnection extends RedissonConnection implements CommandConnection {
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

    RedissonCommandConnection(Wire wire) {
        super(wire);
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        String name = arguments.isEmpty()
                ? ""
                : new String(arguments.get(0), StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        if (name.isEmpty() || NOT_ONE_REPLY.contains(name)) {
            return CompletableFuture.failedFuture(new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "a command connection takes commands that have one reply each, not '" + name + "'"));
        }
        CallRequest request = new CallRequest(List.copyOf(arguments));
        wire.send(request);
        return request.future();
    }
}
