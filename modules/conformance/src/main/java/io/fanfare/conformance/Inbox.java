package io.fanfare.conformance;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what one connection tells: messages, decisions about topics and losses, in the order of their arrival. */
class Inbox implements ConnectionListener, TopicCallback {
    /** What became of one topic. */
    record Decision(Topic topic, @Nullable PubSubException failure, int messagesBefore) {}

    private final List<Message> messages = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<PubSubException> losses = new ArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile int overlaps;

    @Override
    public final void onMessages(List<Message> batch) {
        enter();
        synchronized (this) {
            messages.addAll(batch);
        }
        try {
            received(batch);
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public final void completed(Topic topic, @Nullable PubSubException failure) {
        enter();
        synchronized (this) {
            decisions.add(new Decision(topic, failure, messages.size()));
        }
        inside.decrementAndGet();
    }

    @Override
    public final synchronized void onLost(PubSubException cause) {
        losses.add(cause);
    }

    /** Called with each batch after it was kept. */
    void received(List<Message> batch) {}

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Returns the messages of one topic. */
    final List<Message> messages(Topic topic) {
        return messages().stream()
                .filter(message -> message.topic().equals(topic))
                .toList();
    }

    final synchronized int count() {
        return messages.size();
    }

    final synchronized List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    final synchronized List<PubSubException> losses() {
        return List.copyOf(losses);
    }

    /** Returns how many calls came while another was running. */
    final int overlaps() {
        return overlaps;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // zero or not is all that counts
    private void enter() {
        if (inside.incrementAndGet() > 1) {
            overlaps++;
        }
    }
}
