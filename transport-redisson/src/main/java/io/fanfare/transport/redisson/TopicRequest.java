package io.fanfare.transport.redisson;

import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Subscribing to or unsubscribing from one topic, as a command of its own, because an error names no topic.
 *
 * <p>A {@code PING} follows each {@code SUNSUBSCRIBE} and ends the request: when the slot has just moved, the server
 * sends the confirmation without having read the command, and an error after it.
 */
final class TopicRequest extends Request {
    private final Node node;
    private final TopicKind kind;
    private final Topic topic;
    private final boolean isSubscribe;
    private final Subscriptions subscriptions;
    private final TopicCallback callback;
    private boolean confirmed;
    private @Nullable String refusal;

    TopicRequest(Node node, Topic topic, boolean isSubscribe, Subscriptions subscriptions, TopicCallback callback) {
        this.node = node;
        this.kind = TopicKind.of(topic);
        this.topic = topic;
        this.isSubscribe = isSubscribe;
        this.subscriptions = subscriptions;
        this.callback = callback;
    }

    private boolean isFenced() {
        return kind == TopicKind.SHARD_CHANNEL && !isSubscribe;
    }

    /** Tells whether a confirmation of the given kind may be the answer to this. */
    boolean awaits(TopicKind confirmedKind, boolean subscribed, FrameReader frame, int nameEntry) {
        return kind == confirmedKind
                && isSubscribe == subscribed
                && !frame.isNull(nameEntry)
                && topic.name().contentEquals(frame.buffer(), frame.offset(nameEntry), frame.length(nameEntry));
    }

    /** Takes the server's confirmation, and tells whether it was the last answer that this request awaits. */
    boolean confirmed() {
        if (isFenced()) {
            confirmed = true;
            return false;
        }
        complete(null);
        return true;
    }

    @Override
    void write(CommandWriter out) {
        out.raw(isSubscribe ? kind.subscribePrefix : kind.unsubscribePrefix);
        out.bulk(topic.name());
        if (isFenced()) {
            out.raw(PingRequest.PING);
        }
    }

    @Override
    boolean answered(FrameReader reply) throws MalformedFrame {
        if (!isFenced()) {
            if (!reply.isError()) {
                throw new MalformedFrame("a reply to " + command() + " is neither a confirmation nor an error");
            }
            complete(refused(reply.text(0)));
            return true;
        }
        if (reply.isError() && !isAboutPing(reply.text(0))) {
            refusal = reply.text(0);
            return false;
        }
        String error = refusal;
        complete(confirmed || error == null || isElsewhere(error) ? null : refused(error));
        return true;
    }

    /** Tells whether an error answers the fence and not the command before it. */
    private static boolean isAboutPing(String error) {
        return error.toLowerCase(Locale.ROOT).contains("'ping'");
    }

    /** Tells whether an error says that the node does not serve the slot, so that the subscription is gone. */
    private static boolean isElsewhere(String error) {
        return error.startsWith("MOVED ") || error.startsWith("ASK ") || error.startsWith("CLUSTERDOWN ");
    }

    private PubSubException refused(String error) {
        return PubSubException.refused(command() + " " + topic, node, error);
    }

    private String command() {
        return isSubscribe ? kind.subscribe : kind.unsubscribe;
    }

    private void complete(@Nullable PubSubException failure) {
        if (failure == null) {
            if (isSubscribe) {
                subscriptions.of(kind).put(topic);
            } else {
                subscriptions.of(kind).remove(topic.name());
            }
        }
        tell(failure);
    }

    @Override
    void failed(PubSubException cause) {
        tell(cause);
    }

    private void tell(@Nullable PubSubException failure) {
        try {
            callback.completed(topic, failure);
        } catch (Throwable e) {
            Guard.thrown(node, "TopicCallback.completed", e);
        }
    }
}
