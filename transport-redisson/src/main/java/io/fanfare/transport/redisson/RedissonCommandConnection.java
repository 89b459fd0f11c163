package io.fanfare.transport.redisson;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends commands over one wire. */
final class RedissonCommandConnection extends RedissonConnection implements CommandConnection {
    RedissonCommandConnection(Wire wire) {
        super(wire);
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return CallRequest.send(wire, arguments);
    }
}
