package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
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
import io.fanfare.spi.TransportOptions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Stands between the suite and an honest transport and codec. This one lets everything through; a liar overrides what
 * it breaks.
 */
class Lie {
    Set<Capability> capabilities(Set<Capability> honest) {
        return honest;
    }

    TransportOptions options(TransportOptions options) {
        return options;
    }

    Node connect(Node node) {
        return node;
    }

    <C> CompletionStage<C> connected(CompletionStage<C> connecting) {
        return connecting;
    }

    void closeTransport(Transport transport) {
        transport.close();
    }

    void close(Connection connection) {
        connection.close();
    }

    void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
        to.publish(channel, payload, callback);
    }

    void onMessages(ConnectionListener to, List<Message> messages) {
        to.onMessages(messages);
    }

    void onLost(ConnectionListener to, PubSubException cause) {
        to.onLost(cause);
    }

    void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
        to.subscribe(topics, callback);
    }

    void unsubscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
        to.unsubscribe(topics, callback);
    }

    CompletionStage<Void> ping(SubscribeConnection to) {
        return to.ping();
    }

    CompletionStage<Reply> call(SubscribeConnection to, List<byte[]> arguments) {
        return to.call(arguments);
    }

    long lastReceivedNanos(SubscribeConnection of) {
        return of.lastReceivedNanos();
    }

    void pause(SubscribeConnection to) {
        to.pause();
    }

    CompletionStage<Reply> call(CommandConnection to, List<byte[]> arguments) {
        return to.call(arguments);
    }

    Reply reply(List<byte[]> arguments, Reply honest) {
        return honest;
    }

    <T> Payload encode(Codec<T> codec, T value) {
        return codec.encode(value);
    }

    <T> T decode(Codec<T> codec, Payload payload) {
        return codec.decode(payload);
    }
}
