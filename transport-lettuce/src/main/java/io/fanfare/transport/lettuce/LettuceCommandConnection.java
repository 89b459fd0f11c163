package io.fanfare.transport.lettuce;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends commands of any name. */
final class LettuceCommandConnection extends LettuceConnection implements CommandConnection {
    LettuceCommandConnection(Wire wire) {
        super(wire);
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        Call call = new Call(arguments);
        wire.send(call);
        return call.reply;
    }
}
