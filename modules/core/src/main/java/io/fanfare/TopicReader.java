package io.fanfare;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sorts what one connection brings by topic, on the thread that reads it. */
final class TopicReader implements ConnectionListener {
    private final Map<Topic, TopicEntry> entries;
    private final PubSubObserver observer;
    private final ConnectionListener loss;
    private final Consumer<Topic> ended;
    private final List<TopicEntry> touched = new ArrayList<>();

    TopicReader(
            Map<Topic, TopicEntry> entries, PubSubObserver observer, ConnectionListener loss, Consumer<Topic> ended) {
        this.entries = entries;
        this.observer = observer;
        this.loss = loss;
        this.ended = ended;
    }

    @Override
    public void onMessages(List<Message> messages) {
        long bytes = 0;
        TopicEntry entry = null;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            bytes += message.payload().length();
            if (entry == null || !entry.topic.equals(message.topic())) {
                entry = entries.get(message.topic());
                if (entry == null) {
                    continue;
                }
            }
            if (entry.arrived.isEmpty()) {
                touched.add(entry);
            }
            entry.arrived.add(message);
        }
        observer.received(messages.size(), bytes);
        for (int i = 0; i < touched.size(); i++) {
            hand(touched.get(i));
        }
        touched.clear();
    }

    private static void hand(TopicEntry entry) {
        List<TopicSubscription> subscriptions = entry.subscriptions;
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).dispatchQueue().offer(entry.arrived);
        }
        entry.arrived.clear();
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        ended.accept(topic);
    }

    @Override
    public void onLost(PubSubException cause) {
        loss.onLost(cause);
    }
}
