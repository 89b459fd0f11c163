package io.fanfare.transport.lettuce;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.ShardChannel;

/** {@code PUBLISH} or {@code SPUBLISH}. */
final class Publish extends Command {
    private static final byte[] PUBLISH = RespWriter.ascii("*3\r\n$7\r\nPUBLISH\r\n");
    private static final byte[] SPUBLISH = RespWriter.ascii("*3\r\n$8\r\nSPUBLISH\r\n");

    private final Destination channel;
    private final PublishCallback callback;

    /** What to publish; {@link Payload#EMPTY} once it is encoded, so that only the callback waits for the answer. */
    private Payload payload;

    Publish(Destination channel, Payload payload, PublishCallback callback) {
        this.channel = channel;
        this.payload = payload;
        this.callback = callback;
    }

    @Override
    void encode(RespWriter out) {
        out.raw(channel instanceof ShardChannel ? SPUBLISH : PUBLISH);
        out.bulk(channel.name());
        out.bulk(payload.array(), payload.offset(), payload.length());
        payload = Payload.EMPTY;
    }

    void published(long receivers) {
        callback.published(receivers);
    }

    void refused(Node node, String reply) {
        String verb = channel instanceof ShardChannel ? "SPUBLISH " : "PUBLISH ";
        callback.failed(PubSubException.refused(verb + channel, node, reply));
    }

    @Override
    void failed(PubSubException cause) {
        callback.failed(cause);
    }
}
