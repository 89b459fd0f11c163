package io.fanfare.transport.memory;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Publishes to a broker. */
final class MemoryPublishConnection extends MemoryConnection implements PublishConnection {
    MemoryPublishConnection(Wire wire) {
        super(wire);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        PubSubException over = wire.broker().publish(wire, channel, payload, callback);
        if (over != null) {
            callback.failed(over);
        }
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return send(arguments);
    }
}
