package io.fanfare.transport.lettuce;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Publishes; whatever is queued when the event loop comes to it shares a flush. */
final class LettucePublishConnection extends LettuceConnection implements PublishConnection {
    LettucePublishConnection(Wire wire) {
        super(wire);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        wire.send(new Publish(channel, payload, callback));
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        Call call = new Call(arguments);
        wire.send(call);
        return call.reply;
    }
}
