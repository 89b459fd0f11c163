package io.fanfare.transport.redisson;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the pushes of one connection into the calls of its listener. Used on the event loop only. */
final class Inbox implements PushSink {
    private static final int MAX_BATCH = 4096;
    private static final int RECENT = 64;

    private final Node node;
    private final ConnectionListener listener;
    private final Subscriptions subscriptions;
    private final List<Message> batch = new ArrayList<>();

    /** Channels that messages of patterns came from, by the hash of their names. */
    private final @Nullable Channel[] recent = new @Nullable Channel[RECENT];

    Inbox(Node node, ConnectionListener listener, Subscriptions subscriptions) {
        this.node = node;
        this.listener = listener;
        this.subscriptions = subscriptions;
    }

    @Override
    public boolean push(Wire wire, FrameReader frame) throws MalformedFrame {
        int size = frame.size();
        if (size < 4 || frame.type(1) != '$' || frame.isNull(1)) {
            return false;
        }
        byte letter = frame.buffer()[frame.offset(1)];
        TopicKind kind = letter == 'p' ? TopicKind.PATTERN : TopicKind.CHANNEL;
        switch (frame.length(1)) {
            case 7 -> {
                return frame.contentEquals(1, kind.message) && message(kind, frame);
            }
            case 8 -> {
                kind = letter == 's' ? TopicKind.SHARD_CHANNEL : kind;
                return frame.contentEquals(1, kind.message) && message(kind, frame);
            }
            case 9, 10, 11, 12 -> {
                return change(wire, frame);
            }
            default -> {
                return false;
            }
        }
    }

    private boolean message(TopicKind kind, FrameReader frame) throws MalformedFrame {
        boolean ofPattern = kind == TopicKind.PATTERN;
        int last = ofPattern ? 4 : 3;
        if (frame.size() != last + 1 || frame.isNull(2) || frame.isNull(last - 1) || frame.isNull(last)) {
            throw new MalformedFrame("a message has " + frame.size() + " values");
        }
        Topic topic = subscriptions.of(kind).find(frame.buffer(), frame.offset(2), frame.length(2));
        if (topic == null) {
            // its unsubscribing is confirmed
            return true;
        }
        Destination channel = topic instanceof Destination destination ? destination : channel(frame);
        batch.add(new Message(topic, channel, Payload.of(frame.bytes(last))));
        if (batch.size() == MAX_BATCH) {
            handOver();
        }
        return true;
    }

    private Channel channel(FrameReader frame) {
        byte[] buffer = frame.buffer();
        int offset = frame.offset(3);
        int length = frame.length(3);
        int hash = Name.hash(buffer, offset, length);
        int slot = (hash ^ (hash >>> 16)) & (RECENT - 1);
        Channel known = recent[slot];
        if (known != null && known.name().contentEquals(buffer, offset, length)) {
            return known;
        }
        Channel channel = new Channel(Name.of(buffer, offset, length));
        recent[slot] = channel;
        return channel;
    }

    private boolean change(Wire wire, FrameReader frame) {
        for (TopicKind kind : TopicKind.values()) {
            boolean subscribed = frame.contentEquals(1, kind.subscribed);
            if (subscribed || frame.contentEquals(1, kind.unsubscribed)) {
                handOver();
                if (wire.oldest() instanceof TopicRequest request && request.awaits(kind, subscribed, frame, 2)) {
                    if (request.confirmed()) {
                        wire.removeOldest();
                    }
                } else if (!subscribed && !frame.isNull(2)) {
                    revoked(wire, kind, frame);
                }
                return true;
            }
        }
        return false;
    }

    /** The server ended a subscription without being asked. */
    private void revoked(Wire wire, TopicKind kind, FrameReader frame) {
        TopicTable<Topic> table = subscriptions.of(kind);
        Topic topic = table.find(frame.buffer(), frame.offset(2), frame.length(2));
        if (topic != null) {
            table.remove(topic.name());
        }
        wire.drain();
        for (Request request = wire.oldest(); request != null; request = request.next) {
            if (request instanceof TopicRequest change && change.awaits(kind, false, frame, 2)) {
                return;
            }
        }
        if (topic != null) {
            Guard.run(node, "ConnectionListener.onUnsubscribed", () -> listener.onUnsubscribed(topic));
        }
    }

    @Override
    public boolean holdsSubscriptions() {
        return !subscriptions.isEmpty();
    }

    @Override
    public void handOver() {
        if (batch.isEmpty()) {
            return;
        }
        try {
            listener.onMessages(batch);
        } catch (Throwable e) {
            Guard.thrown(node, "ConnectionListener.onMessages", e);
        } finally {
            batch.clear();
        }
    }
}
