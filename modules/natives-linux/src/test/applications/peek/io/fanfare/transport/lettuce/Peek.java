package io.fanfare.transport.lettuce;

import io.fanfare.spi.PublishConnection;
import io.netty.channel.Channel;

public final class Peek {
    private Peek() {}

    public static Channel at(PublishConnection connection) {
        return ((LettucePublishConnection) connection).wire.socket();
    }
}
