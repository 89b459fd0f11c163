package io.fanfare.transport.memory;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends commands to a broker. */
final class MemoryCommandConnection extends MemoryConnection implements CommandConnection {
    private final Commands commands;

    MemoryCommandConnection(Wire wire, String clientName) {
        super(wire);
        this.commands = new Commands(wire.broker(), clientName);
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        CompletableFuture<Reply> stage = new CompletableFuture<>();
        PubSubException over = wire.write(new Event.Replied(stage, commands.answer(arguments)));
        if (over != null) {
            stage.completeExceptionally(over);
        }
        return stage;
    }
}
