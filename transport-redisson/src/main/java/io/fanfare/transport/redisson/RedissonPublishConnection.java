package io.fanfare.transport.redisson;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Publishes over one wire. */
final class RedissonPublishConnection extends RedissonConnection implements PublishConnection {
    RedissonPublishConnection(Wire wire) {
        super(wire);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        wire.send(new PublishRequest(wire.node(), channel, payload, callback));
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return CallRequest.send(wire, arguments);
    }
}
