package io.fanfare;

import io.fanfare.spi.Message;
import java.util.ArrayList;
import java.util.List;

/** What one reader gathers for one topic; a reader never touches that of another. */
final class TopicBatch {
    final TopicReader reader;
    final TopicEntry entry;
    final List<Message> messages = new ArrayList<>();

    TopicBatch(TopicReader reader, TopicEntry entry) {
        this.reader = reader;
        this.entry = entry;
    }

    /** Hands the messages to everyone who wants the topic. */
    static void offer(TopicEntry entry, List<Message> messages) {
        List<TopicSubscription> subscriptions = entry.subscriptions;
        for (int i = 0; i < subscriptions.size(); i++) {
            subscriptions.get(i).offer(messages);
        }
    }
}
