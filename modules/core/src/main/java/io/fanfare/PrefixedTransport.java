package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A transport whose channels, patterns and shard channels begin with a prefix on the wire and nowhere else. Commands go
 * through as they are.
 */
final class PrefixedTransport implements Transport {
    private final Transport transport;
    private final ChannelPrefix prefix;

    private PrefixedTransport(Transport transport, ChannelPrefix prefix) {
        this.transport = transport;
        this.prefix = prefix;
    }

    /** Returns the transport itself if there is no prefix. */
    static Transport of(Transport transport, @Nullable String prefix) {
        return prefix == null || prefix.isEmpty()
                ? transport
                : new PrefixedTransport(transport, new ChannelPrefix(prefix));
    }

    @Override
    public Set<Capability> capabilities() {
        return transport.capabilities();
    }

    @Override
    public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
        return transport.connectPublisher(node, listener).thenApply(made -> new Publishing(made, prefix));
    }

    @Override
    public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
        return transport
                .connectSubscriber(node, new Receiving(listener, prefix))
                .thenApply(made -> new Subscribing(made, prefix));
    }

    @Override
    public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
        return transport.connectCommand(node, listener);
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return transport.toString();
    }

    private record Publishing(PublishConnection wire, ChannelPrefix prefix) implements PublishConnection {
        @Override
        public void publish(Destination channel, Payload payload, PublishCallback callback) {
            wire.publish(prefix.onWire(channel), payload, callback);
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return wire.call(arguments);
        }

        @Override
        public Node node() {
            return wire.node();
        }

        @Override
        public boolean isOpen() {
            return wire.isOpen();
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private record Subscribing(SubscribeConnection wire, ChannelPrefix prefix) implements SubscribeConnection {
        @Override
        public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            wire.subscribe(onWire(topics), given(callback));
        }

        @Override
        public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            wire.unsubscribe(onWire(topics), given(callback));
        }

        private List<Topic> onWire(Collection<? extends Topic> topics) {
            List<Topic> names = new ArrayList<>(topics.size());
            topics.forEach(topic -> names.add(prefix.onWire(topic)));
            return names;
        }

        private TopicCallback given(TopicCallback callback) {
            return (topic, failure) -> callback.completed(prefix.given(topic), failure);
        }

        @Override
        public CompletionStage<Void> ping() {
            return wire.ping();
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return wire.call(arguments);
        }

        @Override
        public long lastReceivedNanos() {
            return wire.lastReceivedNanos();
        }

        @Override
        public void pause() {
            wire.pause();
        }

        @Override
        public void resume() {
            wire.resume();
        }

        @Override
        public Node node() {
            return wire.node();
        }

        @Override
        public boolean isOpen() {
            return wire.isOpen();
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    /** Takes the prefix off what one connection brings; the list is used again for each batch. */
    private static final class Receiving implements ConnectionListener {
        private final ConnectionListener listener;
        private final ChannelPrefix prefix;
        private final List<Message> batch = new ArrayList<>();

        Receiving(ConnectionListener listener, ChannelPrefix prefix) {
            this.listener = listener;
            this.prefix = prefix;
        }

        @Override
        public void onMessages(List<Message> messages) {
            try {
                for (int i = 0; i < messages.size(); i++) {
                    batch.add(given(messages.get(i)));
                }
                listener.onMessages(batch);
            } finally {
                batch.clear();
            }
        }

        private Message given(Message message) {
            Destination channel = prefix.given(message.channel());
            Topic topic = message.topic() == message.channel() ? channel : prefix.given(message.topic());
            return new Message(topic, channel, message.payload());
        }

        @Override
        public void onUnsubscribed(Topic topic) {
            listener.onUnsubscribed(prefix.given(topic));
        }

        @Override
        public void onLost(PubSubException cause) {
            listener.onLost(cause);
        }
    }
}
