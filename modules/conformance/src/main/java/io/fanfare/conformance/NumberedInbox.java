package io.fanfare.conformance;

import io.fanfare.spi.Message;
import io.fanfare.spi.Topic;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** An inbox that reads the number of each message when it arrives. */
final class NumberedInbox extends Inbox {
    private final Map<Topic, Sequence> sequences = new HashMap<>();
    private final IdentityHashMap<Message, Long> numbers = new IdentityHashMap<>();

    @Override
    synchronized void received(List<Message> batch) {
        for (Message message : batch) {
            long number = Burst.number(message.payload());
            numbers.put(message, number);
            sequence(message.topic()).arrived(number);
        }
    }

    /** Returns what arrived of a topic. */
    synchronized Sequence sequence(Topic topic) {
        return sequences.computeIfAbsent(topic, unused -> new Sequence());
    }

    /** Returns how many messages have another number now than when they arrived. */
    synchronized int changed() {
        int changed = 0;
        for (Map.Entry<Message, Long> entry : numbers.entrySet()) {
            changed += Burst.number(entry.getKey().payload()) == entry.getValue() ? 0 : 1;
        }
        return changed;
    }
}
