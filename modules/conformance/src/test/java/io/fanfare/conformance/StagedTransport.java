package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Hands every call and every event through a {@link Lie}. */
record StagedTransport(Lie lie, Stage stage, Transport honest, String name) implements Transport {
    @Override
    public Set<Capability> capabilities() {
        return lie.capabilities(honest.capabilities());
    }

    @Override
    public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
        return connect(node, to -> honest.connectPublisher(to, told(listener)).thenApply(Publishing::new));
    }

    @Override
    public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
        return connect(node, to -> honest.connectSubscriber(to, told(listener)).thenApply(Subscribing::new));
    }

    @Override
    public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
        return connect(node, to -> honest.connectCommand(to, told(listener)).thenApply(Commanding::new));
    }

    @Override
    public void close() {
        lie.closeTransport(honest);
    }

    private <C> CompletionStage<C> connect(Node node, Function<Node, CompletionStage<C>> connect) {
        Node to = lie.connect(node);
        if (stage.isHome(to)) {
            return lie.connected(connect.apply(to));
        }
        return CompletableFuture.failedFuture(
                new PubSubException(ErrorCode.CONNECT_FAILED, "nothing listens on " + to));
    }

    private ConnectionListener told(ConnectionListener listener) {
        return new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                lie.onMessages(listener, messages);
            }

            @Override
            public void onUnsubscribed(Topic topic) {
                listener.onUnsubscribed(topic);
            }

            @Override
            public void onLost(PubSubException cause) {
                lie.onLost(listener, cause);
            }
        };
    }

    private abstract class Staged<C extends Connection> implements Connection {
        final C inner;
        final Stage.Client client;

        Staged(C inner, Role role) {
            this.inner = inner;
            this.client = stage.add(name, role, inner);
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
            lie.close(inner);
        }
    }

    private final class Publishing extends Staged<PublishConnection> implements PublishConnection {
        Publishing(PublishConnection inner) {
            super(inner, Role.PUBLISH);
        }

        @Override
        public void publish(Destination channel, Payload payload, PublishCallback callback) {
            lie.publish(inner, channel, payload, callback);
        }
    }

    private final class Subscribing extends Staged<SubscribeConnection> implements SubscribeConnection {
        Subscribing(SubscribeConnection inner) {
            super(inner, Role.SUBSCRIBE);
        }

        @Override
        public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            client.subscriptions().addAndGet(topics.size());
            lie.subscribe(inner, topics, callback);
        }

        @Override
        public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            client.subscriptions().addAndGet(-topics.size());
            lie.unsubscribe(inner, topics, callback);
        }

        @Override
        public CompletionStage<Void> ping() {
            return lie.ping(inner);
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return lie.call(inner, arguments);
        }

        @Override
        public long lastReceivedNanos() {
            return lie.lastReceivedNanos(inner);
        }

        @Override
        public void pause() {
            lie.pause(inner);
        }

        @Override
        public void resume() {
            inner.resume();
        }
    }

    private final class Commanding extends Staged<CommandConnection> implements CommandConnection {
        Commanding(CommandConnection inner) {
            super(inner, Role.COMMAND);
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            Reply staged = stage.answer(arguments);
            Supplier<CompletionStage<Reply>> honestly =
                    () -> staged == null ? lie.call(inner, arguments) : CompletableFuture.completedFuture(staged);
            return honestly.get().thenApply(reply -> lie.reply(arguments, reply));
        }
    }
}
