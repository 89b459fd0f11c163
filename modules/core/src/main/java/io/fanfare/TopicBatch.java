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
        List<Recipient> recipients = entry.recipients;
        for (int i = 0; i < recipients.size(); i++) {
            recipients.get(i).offer(messages);
        }
    }
}
