package io.fanfare.transport.lettuce;

import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Subscribes with one pipelined command for each topic. */
final class LettuceSubscribeConnection extends LettuceConnection implements SubscribeConnection {
    private final SubscribeReader reader;

    LettuceSubscribeConnection(Wire wire, SubscribeReader reader) {
        super(wire);
        this.reader = reader;
    }

    @Override
    public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        for (Topic topic : topics) {
            wire.send(new Change(topic, PushKind.subscribing(topic), callback));
        }
    }

    @Override
    public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        for (Topic topic : topics) {
            if (topic instanceof ShardChannel shardChannel) {
                reader.leaving.add(shardChannel);
            }
            wire.send(new Change(topic, PushKind.unsubscribing(topic), callback));
        }
    }

    @Override
    public CompletionStage<Void> ping() {
        Ping ping = new Ping();
        wire.send(ping);
        return ping.answer;
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        Call call = new Call(arguments);
        wire.send(call);
        return call.reply;
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
}
