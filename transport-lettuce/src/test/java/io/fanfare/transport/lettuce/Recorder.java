package io.fanfare.transport.lettuce;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what a listener hears. */
class Recorder implements ConnectionListener {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<PubSubException> losses = new CopyOnWriteArrayList<>();
    final AtomicInteger messages = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    final AtomicInteger largest = new AtomicInteger();

    @Override
    public void onMessages(List<Message> arrived) {
        batches.incrementAndGet();
        largest.accumulateAndGet(arrived.size(), Math::max);
        if (messages.addAndGet(arrived.size()) <= 1_000) {
            for (Message message : arrived) {
                events.add(message.topic() + "/" + message.channel() + "="
                        + message.payload().toText());
            }
        }
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        events.add("unsubscribed " + topic);
    }

    @Override
    public void onLost(PubSubException cause) {
        losses.add(cause);
    }
}
