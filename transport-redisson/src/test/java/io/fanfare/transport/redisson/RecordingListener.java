package io.fanfare.transport.redisson;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down every call in its order. */
class RecordingListener implements ConnectionListener, TopicCallback, PublishCallback {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<PubSubException> losses = new CopyOnWriteArrayList<>();
    final List<PubSubException> failures = new CopyOnWriteArrayList<>();

    @Override
    public void onMessages(List<Message> batch) {
        messages.addAll(batch);
        for (Message message : batch) {
            events.add("message " + message.topic() + " " + message.channel() + " "
                    + message.payload().toText());
        }
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        events.add("unsubscribed " + topic);
    }

    @Override
    public void onLost(PubSubException cause) {
        losses.add(cause);
        events.add("lost");
    }

    @Override
    public void completed(Topic topic, PubSubException failure) {
        if (failure != null) {
            failures.add(failure);
        }
        events.add("completed " + topic + (failure == null ? "" : " " + failure.code()));
    }

    @Override
    public void published(long receivers) {
        events.add("published " + receivers);
    }

    @Override
    public void failed(PubSubException cause) {
        failures.add(cause);
        events.add("failed " + cause.code());
    }
}
