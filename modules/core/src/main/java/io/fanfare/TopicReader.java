package io.fanfare;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Sorts what one connection brings by topic, on the thread that reads it. */
final class TopicReader implements ConnectionListener, Gate.WayIn {
    private final TopicRegistry topics;
    private final Gate gate;
    private final PubSubObserver observer;
    private final Consumer<Topic> ended;
    private final List<TopicBatch> touched = new ArrayList<>();

    TopicReader(TopicRegistry topics, Gate gate, PubSubObserver observer, Consumer<Topic> ended) {
        this.topics = topics;
        this.gate = gate;
        this.observer = observer;
        this.ended = ended;
    }

    @Override
    public void onMessages(List<Message> messages) {
        long bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            bytes += messages.get(i).payload().length();
        }
        observer.received(messages.size(), bytes);
        gate.pass(messages, this);
    }

    @Override
    public void deliver(List<Message> messages) {
        Topic first = messages.get(0).topic();
        boolean mixed = false;
        for (int i = 1; i < messages.size(); i++) {
            mixed |= messages.get(i).topic() != first;
        }
        if (mixed) {
            sort(messages);
        } else {
            TopicEntry entry = topics.find(first);
            if (entry != null) {
                TopicBatch.offer(entry, messages);
            }
        }
    }

    private void sort(List<Message> messages) {
        try {
            for (int i = 0; i < messages.size(); i++) {
                Message message = messages.get(i);
                TopicEntry entry = topics.find(message.topic());
                if (entry != null) {
                    batch(entry).messages.add(message);
                }
            }
            for (int i = 0; i < touched.size(); i++) {
                TopicBatch.offer(touched.get(i).entry, touched.get(i).messages);
            }
        } finally {
            touched.forEach(batch -> batch.messages.clear());
            touched.clear();
        }
    }

    private TopicBatch batch(TopicEntry entry) {
        TopicBatch batch = entry.batch;
        if (batch == null || batch.reader != this) {
            batch = new TopicBatch(this, entry);
            entry.batch = batch;
        }
        if (batch.messages.isEmpty()) {
            touched.add(batch);
        }
        return batch;
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        ended.accept(topic);
    }
}
