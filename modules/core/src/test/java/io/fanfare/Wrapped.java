package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The memory transport, of whose connections a test changes what it overrides. */
class Wrapped implements TransportProvider {
    private final TransportProvider memory = new MemoryTransportProvider();

    /** Returns what stands in for a connection that was opened. */
    SubscribeConnection wrap(SubscribeConnection opened) {
        return opened;
    }

    /** Opens a connection for publishing. */
    CompletionStage<PublishConnection> connectPublisher(Transport transport, Node node, ConnectionListener listener) {
        return transport.connectPublisher(node, listener);
    }

    /** Passes on what a connection brings. */
    void arrived(List<Message> messages, ConnectionListener listener) {
        listener.onMessages(messages);
    }

    @Override
    public String id() {
        return "wrapped";
    }

    @Override
    public Set<Capability> capabilities() {
        return memory.capabilities();
    }

    @Override
    public Transport open(TransportOptions options) {
        Transport transport = memory.open(options);
        return new Transport() {
            @Override
            public Set<Capability> capabilities() {
                return transport.capabilities();
            }

            @Override
            public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
                return Wrapped.this.connectPublisher(transport, node, listener);
            }

            @Override
            public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
                return transport
                        .connectSubscriber(node, new Listening(listener))
                        .thenApply(Wrapped.this::wrap);
            }

            @Override
            public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
                return transport.connectCommand(node, listener);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    private final class Listening implements ConnectionListener {
        private final ConnectionListener listener;

        Listening(ConnectionListener listener) {
            this.listener = listener;
        }

        @Override
        public void onMessages(List<Message> messages) {
            arrived(messages, listener);
        }

        @Override
        public void onUnsubscribed(Topic topic) {
            listener.onUnsubscribed(topic);
        }

        @Override
        public void onLost(PubSubException cause) {
            listener.onLost(cause);
        }
    }

    /** A connection that does what another does. */
    static class Subscribing implements SubscribeConnection {
        final SubscribeConnection open;

        Subscribing(SubscribeConnection open) {
            this.open = open;
        }

        @Override
        public CompletionStage<Void> ping() {
            return open.ping();
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return open.call(arguments);
        }

        @Override
        public long lastReceivedNanos() {
            return open.lastReceivedNanos();
        }

        @Override
        public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            open.subscribe(topics, callback);
        }

        @Override
        public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            open.unsubscribe(topics, callback);
        }

        @Override
        public void pause() {
            open.pause();
        }

        @Override
        public void resume() {
            open.resume();
        }

        @Override
        public Node node() {
            return open.node();
        }

        @Override
        public boolean isOpen() {
            return open.isOpen();
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
