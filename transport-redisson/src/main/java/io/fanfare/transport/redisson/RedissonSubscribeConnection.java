package io.fanfare.transport.redisson;

import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Subscribes over one wire. */
final class RedissonSubscribeConnection extends RedissonConnection implements SubscribeConnection {
    private final Subscriptions subscriptions;

    RedissonSubscribeConnection(Wire wire, Subscriptions subscriptions) {
        super(wire);
        this.subscriptions = subscriptions;
    }

    @Override
    public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        change(topics, true, callback);
    }

    @Override
    public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        change(topics, false, callback);
    }

    private void change(Collection<? extends Topic> topics, boolean isSubscribe, TopicCallback callback) {
        Request first = null;
        Request last = null;
        for (Topic topic : topics) {
            Request request = new TopicRequest(node(), topic, isSubscribe, subscriptions, callback);
            request.next = last;
            last = request;
            first = first == null ? request : first;
        }
        if (first != null && last != null) {
            wire.send(last, first);
        }
    }

    @Override
    public CompletionStage<Void> ping() {
        PingRequest request = new PingRequest(node());
        wire.send(request);
        return request.future();
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        return CallRequest.send(wire, arguments);
    }

    @Override
    public long lastReceivedNanos() {
        return wire.lastReceivedNanos();
    }

    @Override
    public void pause() {
        wire.channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        wire.channel().config().setAutoRead(true);
    }
}
