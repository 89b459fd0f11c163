package io.fanfare.transport.jedis;

import io.fanfare.spi.Name;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A change of the subscription of one topic. */
class TopicRequest extends Request {
    final Topic topic;
    final TopicKind kind;

    private final Link link;
    private final String command;
    private final TopicCallback callback;

    TopicRequest(Link link, Topic topic, TopicKind kind, String command, TopicCallback callback) {
        this.link = link;
        this.topic = topic;
        this.kind = kind;
        this.command = command;
        this.callback = callback;
    }

    /** Tells whether a frame that begins with {@code word} and {@code name} confirms this. */
    final boolean isConfirmedBy(String word, Name name) {
        return word.equalsIgnoreCase(command) && name.equals(topic.name());
    }

    /**
     * Takes the confirmation; called on the thread that reads the connection.
     *
     * @return whether that was all that the server says to this
     */
    boolean confirm() {
        complete(null);
        return true;
    }

    @Override
    void encode(CommandBuffer out) throws IOException {
        out.parts(2);
        out.bulk(command);
        out.bulk(topic.name());
    }

    @Override
    boolean answer(Reply reply) {
        complete(refusal(reply));
        return true;
    }

    @Override
    void fail(PubSubException cause) {
        complete(cause);
    }

    final void complete(@Nullable PubSubException failure) {
        callback.completed(topic, failure);
    }

    final PubSubException refusal(Reply reply) {
        String text = reply instanceof Reply.OfError error ? error.message() : "an answer of no sense: " + reply;
        return link.refused(command + " " + topic, text);
    }
}
