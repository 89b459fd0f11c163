package io.fanfare.transport.lettuce;

import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import org.jspecify.annotations.Nullable;

/**
 * A change of one topic. One command carries one topic, so that an error reply names its topic.
 *
 * <p>The server sends {@code sunsubscribe} by itself too, and then answers a {@code SUNSUBSCRIBE} with {@code MOVED}.
 * So a {@code PING} follows each {@code SUNSUBSCRIBE}: when its answer is there, all of the first command's are.
 */
final class Change extends Command {
    final Topic topic;
    final PushKind confirmation;
    private final TopicCallback callback;

    /** The error reply to a fenced command; null while there is none. */
    @Nullable
    String refusal;

    Change(Topic topic, PushKind confirmation, TopicCallback callback) {
        this.topic = topic;
        this.confirmation = confirmation;
        this.callback = callback;
    }

    /** Tells whether a {@code PING} follows, whose answer decides. */
    boolean isFenced() {
        return confirmation == PushKind.SUNSUBSCRIBE;
    }

    @Override
    void encode(RespWriter out) {
        out.raw(confirmation.command);
        out.bulk(topic.name());
        if (isFenced()) {
            out.raw(Ping.BYTES);
        }
    }

    void confirmed() {
        callback.completed(topic, null);
    }

    void refused(Node node, String reply) {
        callback.completed(topic, PubSubException.refused(confirmation + " " + topic, node, reply));
    }

    @Override
    void failed(PubSubException cause) {
        callback.completed(topic, cause);
    }
}
