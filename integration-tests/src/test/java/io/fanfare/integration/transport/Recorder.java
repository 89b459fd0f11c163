package io.fanfare.integration.transport;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Keeps what a connection reports. */
class Recorder implements ConnectionListener {
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<Topic> unsubscribed = new CopyOnWriteArrayList<>();
    final List<PubSubException> losses = new CopyOnWriteArrayList<>();

    @Override
    public void onMessages(List<Message> arrived) {
        messages.addAll(arrived);
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        unsubscribed.add(topic);
    }

    @Override
    public void onLost(PubSubException cause) {
        losses.add(cause);
    }

    /** Waits until at least so many messages have arrived and returns all. */
    List<Message> await(int count) {
        waitUntil(() -> messages.size() >= count, () -> messages.size() + " of " + count + " messages");
        return List.copyOf(messages);
    }

    List<String> texts() {
        return messages.stream().map(Message::payload).map(Payload::toText).toList();
    }

    /** Waits until a condition holds; if that takes too long, fails with a description of the state. */
    static void waitUntil(Callable<Boolean> condition, Supplier<String> state) {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("after 30 s: " + state.get(), e);
        }
    }
}
