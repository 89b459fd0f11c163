package io.fanfare.transport.memory;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down, as one line each and in order, what a listener and callbacks hear. */
final class Recorder implements ConnectionListener, TopicCallback, PublishCallback {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<PubSubException> failures = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Override
    public void onMessages(List<Message> batch) {
        for (Message message : batch) {
            messages.add(message);
            add(message.topic() + " < " + message.payload().toText());
        }
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        add("ended " + topic);
    }

    @Override
    public void onLost(PubSubException cause) {
        failures.add(cause);
        add("lost");
    }

    @Override
    public void completed(Topic topic, PubSubException failure) {
        if (failure != null) {
            failures.add(failure);
        }
        add(topic + (failure == null ? " done" : " " + failure.code()));
    }

    @Override
    public void published(long receivers) {
        add("published to " + receivers);
    }

    @Override
    public void failed(PubSubException cause) {
        failures.add(cause);
        add("failed " + cause.code());
    }

    private void add(String line) {
        threads.add(Thread.currentThread());
        lines.add(line);
    }
}
