package io.fanfare.transport.memory;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends commands to a broker. */
final class MemoryCommandConnection extends MemoryConnection implements CommandConnection {
    MemoryCommandConnection(Wire wire) {
        super(wire);
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return send(arguments);
    }
}
