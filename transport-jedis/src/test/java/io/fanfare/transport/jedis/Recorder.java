package io.fanfare.transport.jedis;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Records what a connection tells, as lines in one order. */
class Recorder implements ConnectionListener, TopicCallback {
    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final List<PubSubException> failures = new CopyOnWriteArrayList<>();
    final List<PubSubException> losses = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onMessages(List<Message> arrived) {
        batches.add(arrived.size());
        messages.addAll(arrived);
        arrived.forEach(
                message -> lines.add(message.channel() + "=" + message.payload().toText()));
    }

    @Override
    public void onUnsubscribed(Topic topic) {
        lines.add("ended " + topic);
    }

    @Override
    public void onLost(PubSubException cause) {
        losses.add(cause);
        lines.add("lost");
    }

    @Override
    public void completed(Topic topic, @Nullable PubSubException failure) {
        if (failure != null) {
            failures.add(failure);
        }
        lines.add((failure == null ? "done " : failure.code() + " ") + topic);
    }
}
