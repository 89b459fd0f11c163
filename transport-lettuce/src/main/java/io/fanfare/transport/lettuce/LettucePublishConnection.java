package io.fanfare.transport.lettuce;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;

/** Publishes; whatever is queued when the event loop comes to it shares a flush. */
final class LettucePublishConnection extends LettuceConnection implements PublishConnection {
    LettucePublishConnection(Wire wire) {
        super(wire);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        wire.send(new Publish(channel, payload, callback));
    }
}
