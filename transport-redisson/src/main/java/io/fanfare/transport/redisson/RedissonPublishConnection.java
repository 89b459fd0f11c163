package io.fanfare.transport.redisson;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;

/** Publishes over one wire. */
final class RedissonPublishConnection extends RedissonConnection implements PublishConnection {
    RedissonPublishConnection(Wire wire) {
        super(wire);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        wire.send(new PublishRequest(wire.node(), channel, payload, callback));
    }
}
