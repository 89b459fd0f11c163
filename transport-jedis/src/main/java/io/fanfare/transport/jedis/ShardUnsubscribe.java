package io.fanfare.transport.jedis;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.TopicCallback;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code SUNSUBSCRIBE} with a {@code PING} behind it, whose answer ends what the server says to it. When the slot moves
 * away at the same moment, that is both an unasked {@code sunsubscribe} and an error; otherwise one of the two.
 */
final class ShardUnsubscribe extends TopicRequest {
    private boolean ended;
    private @Nullable PubSubException refusal;

    ShardUnsubscribe(Link link, ShardChannel channel, TopicCallback callback) {
        super(link, channel, TopicKind.SHARD_CHANNEL, TopicKind.SHARD_CHANNEL.unsubscribe(), callback);
    }

    /** Tells whether the subscription is gone. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    void encode(CommandBuffer out) throws IOException {
        super.encode(out);
        out.raw(Ping.COMMAND);
    }

    @Override
    boolean confirm() {
        ended = true;
        return false;
    }

    @Override
    boolean answer(Reply reply) {
        if (reply instanceof Reply.OfError error && !isOfPing(error)) {
            if (ErrorCode.ofErrorReply(error.message()) == ErrorCode.MOVED
                    || error.prefix().equals("CLUSTERDOWN")) {
                ended = true;
            } else {
                refusal = refusal(error);
            }
            return false;
        }
        complete(ended ? null : refusal);
        return true;
    }

    /** Tells whether the server refuses the PING itself; it names the command then. */
    private static boolean isOfPing(Reply.OfError error) {
        return error.message().contains("'ping'");
    }
}
