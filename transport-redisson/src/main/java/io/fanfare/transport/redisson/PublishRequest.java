package io.fanfare.transport.redisson;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;

/** One {@code PUBLISH} or {@code SPUBLISH}. */
final class PublishRequest extends Request {
    private static final byte[] PUBLISH = CommandWriter.prefix("PUBLISH", 3);
    private static final byte[] SPUBLISH = CommandWriter.prefix("SPUBLISH", 3);

    private final Node node;
    private final Destination channel;
    private final Payload payload;
    private final PublishCallback callback;

    PublishRequest(Node node, Destination channel, Payload payload, PublishCallback callback) {
        this.node = node;
        this.channel = channel;
        this.payload = payload;
        this.callback = callback;
    }

    @Override
    void write(CommandWriter out) {
        out.raw(channel instanceof Channel ? PUBLISH : SPUBLISH);
        out.bulk(channel.name());
        out.bulk(payload);
    }

    @Override
    boolean answered(FrameReader reply) throws MalformedFrame {
        if (reply.isError()) {
            failed(PubSubException.refused(
                    (channel instanceof Channel ? "PUBLISH " : "SPUBLISH ") + channel,
                    node,
                    withoutArguments(reply.text(0))));
            return true;
        }
        if (reply.type(0) != ':') {
            throw new MalformedFrame("the answer to PUBLISH is of type " + (char) reply.type(0));
        }
        long receivers = reply.number(0);
        try {
            callback.published(receivers);
        } catch (Throwable e) {
            Guard.thrown(node, "PublishCallback.published", e);
        }
        return true;
    }

    /** Returns an error text without the arguments, the payload among them, that a server may quote. */
    private static String withoutArguments(String error) {
        int arguments = error.indexOf(", with args beginning with");
        return arguments < 0 ? error : error.substring(0, arguments);
    }

    @Override
    void failed(PubSubException cause) {
        try {
            callback.failed(cause);
        } catch (Throwable e) {
            Guard.thrown(node, "PublishCallback.failed", e);
        }
    }
}
