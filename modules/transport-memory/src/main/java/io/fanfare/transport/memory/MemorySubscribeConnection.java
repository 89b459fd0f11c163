package io.fanfare.transport.memory;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Subscribes at a broker. */
final class MemorySubscribeConnection extends MemoryConnection implements SubscribeConnection {
    MemorySubscribeConnection(Wire wire) {
        super(wire);
    }

    @Override
    public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        for (Topic topic : topics) {
            PubSubException over = wire.broker().subscribe(wire, topic, callback);
            if (over != null) {
                callback.completed(topic, over);
            }
        }
    }

    @Override
    public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        for (Topic topic : topics) {
            PubSubException over = wire.broker().unsubscribe(wire, topic, callback);
            if (over != null) {
                callback.completed(topic, over);
            }
        }
    }

    @Override
    public CompletionStage<Void> ping() {
        CompletableFuture<Void> pong = new CompletableFuture<>();
        PubSubException over = wire.broker().ping(wire, pong);
        if (over != null) {
            pong.completeExceptionally(over);
        }
        return pong;
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return send(arguments);
    }

    @Override
    public long lastReceivedNanos() {
        return wire.lastReadNanos();
    }

    @Override
    public void pause() {
        wire.pause();
    }

    @Override
    public void resume() {
        wire.resume();
    }
}
