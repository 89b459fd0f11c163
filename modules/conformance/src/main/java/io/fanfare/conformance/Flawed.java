package io.fanfare.conformance;

import io.fanfare.spi.Availability;
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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A transport with a flaw that a client has to find; the flaw shows once. */
final class Flawed implements TransportProvider {
    private final TransportProvider sound;
    private final Topic forgotten;
    private final boolean deaf;
    private final AtomicBoolean shown = new AtomicBoolean();

    private Flawed(TransportProvider sound, Topic forgotten, boolean deaf) {
        this.sound = sound;
        this.forgotten = forgotten;
        this.deaf = deaf;
    }

    /** Returns a transport that confirms the first subscription to a topic without making it. */
    static Flawed forgetting(TransportProvider sound, Topic topic) {
        return new Flawed(sound, topic, false);
    }

    /** Returns a transport whose first subscription connection hands no message on from the moment of a topic's. */
    static Flawed deaf(TransportProvider sound, Topic topic) {
        return new Flawed(sound, topic, true);
    }

    @Override
    public String id() {
        return sound.id();
    }

    @Override
    public Availability availability() {
        return sound.availability();
    }

    @Override
    public Set<Capability> capabilities() {
        return sound.capabilities();
    }

    @Override
    public boolean reachesRedis() {
        return sound.reachesRedis();
    }

    @Override
    public Transport open(TransportOptions options) {
        return new FlawedTransport(sound.open(options));
    }

    private final class FlawedTransport implements Transport {
        private final Transport inner;

        FlawedTransport(Transport inner) {
            this.inner = inner;
        }

        @Override
        public Set<Capability> capabilities() {
            return inner.capabilities();
        }

        @Override
        public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
            return inner.connectPublisher(node, listener);
        }

        @Override
        public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
            Ear ear = new Ear(listener);
            return inner.connectSubscriber(node, ear).thenApply(made -> new FlawedConnection(made, ear));
        }

        @Override
        public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
            return inner.connectCommand(node, listener);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    /** Hands on what a connection tells, but for messages once it is deaf. */
    private static final class Ear implements ConnectionListener {
        private final ConnectionListener listener;
        private volatile boolean closed;

        Ear(ConnectionListener listener) {
            this.listener = listener;
        }

        @Override
        public void onMessages(List<Message> messages) {
            if (!closed) {
                listener.onMessages(messages);
            }
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

    private final class FlawedConnection implements SubscribeConnection {
        private final SubscribeConnection inner;
        private final Ear ear;

        FlawedConnection(SubscribeConnection inner, Ear ear) {
            this.inner = inner;
            this.ear = ear;
        }

        @Override
        public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            boolean shows = topics.contains(forgotten) && shown.compareAndSet(false, true);
            if (!shows || deaf) {
                ear.closed |= shows;
                inner.subscribe(topics, callback);
                return;
            }
            List<? extends Topic> others =
                    topics.stream().filter(topic -> !topic.equals(forgotten)).toList();
            if (!others.isEmpty()) {
                inner.subscribe(others, callback);
            }
            callback.completed(forgotten, null);
        }

        @Override
        public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            inner.unsubscribe(topics, callback);
        }

        @Override
        public CompletionStage<Void> ping() {
            return inner.ping();
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return inner.call(arguments);
        }

        @Override
        public long lastReceivedNanos() {
            return inner.lastReceivedNanos();
        }

        @Override
        public void pause() {
            inner.pause();
        }

        @Override
        public void resume() {
            inner.resume();
        }

        @Override
        public Node node() {
            return inner.node();
        }

        @Override
        public boolean isOpen() {
            return inner.isOpen();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
