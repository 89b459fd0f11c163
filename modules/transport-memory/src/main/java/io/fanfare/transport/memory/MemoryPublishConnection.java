package io.fanfare.transport.memory;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;

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
}
