package io.fanfare.transport.redisson;

import io.fanfare.spi.PublishConnection;
import io.netty.channel.Channel;

public final class Peek {
    private Peek() {}

    public static Channel at(PublishConnection connection) {
        return ((RedissonPublishConnection) connection).wire.channel();
    }
}
