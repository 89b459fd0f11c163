package io.fanfare.transport.memory;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The client's end of a wire. */
abstract class MemoryConnection implements Connection {
    final Wire wire;

    MemoryConnection(Wire wire) {
        this.wire = wire;
    }

    final CompletionStage<Reply> send(List<byte[]> arguments) {
        CompletableFuture<Reply> stage = new CompletableFuture<>();
        PubSubException over = wire.broker().call(wire, List.copyOf(arguments), stage);
        if (over != null) {
            stage.completeExceptionally(over);
        }
        return stage;
    }

    @Override
    public Node node() {
        return wire.node();
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public void close() {
        wire.close();
    }
}
