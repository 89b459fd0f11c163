package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.Message;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The queue of a subscription to which events of its client come by a {@link ShortCut}, and not a second time. */
final class LocalListener implements DispatchQueue {
    private final ShortCut shortCut;
    private final Topic topic;
    private final DispatchQueue queue;
    private final Consumer<Message> events;

    /** The lowest mark of the events that came directly. */
    private volatile long since = Long.MAX_VALUE;

    private boolean left;

    /** Creates one that takes messages into a queue; {@code events} takes events into it on any thread. */
    LocalListener(ShortCut shortCut, Topic topic, DispatchQueue queue, Consumer<Message> events) {
        this.shortCut = shortCut;
        this.topic = topic;
        this.queue = queue;
        this.events = events;
    }

    Topic topic() {
        return topic;
    }

    /** Tells whether it listens to a pattern that the channel matches. */
    boolean matches(Destination channel) {
        return topic instanceof Pattern pattern && pattern.matches(channel.name());
    }

    /** The server has confirmed the subscription. */
    void confirmed() {
        shortCut.join(this);
    }

    /** Takes a number; returns false if it has left. Called, as {@link #leave} is, under the lock of the short cut. */
    boolean join(long number) {
        if (!left) {
            since = number;
        }
        return !left;
    }

    void leave() {
        left = true;
    }

    boolean hasJoined(long mark) {
        return since <= mark;
    }

    /** Takes an event directly. */
    void take(Message event) {
        events.accept(event);
    }

    /** Takes what Redis brings, but for the echoes of events that it had. */
    @Override
    public void offer(List<Message> messages) {
        List<Message> news = messages;
        for (int i = 0; i < messages.size(); i++) {
            boolean echo = isEcho(messages.get(i));
            if (echo && news == messages) {
                news = new ArrayList<>(messages.subList(0, i));
            } else if (!echo && news != messages) {
                news.add(messages.get(i));
            }
        }
        if (!news.isEmpty()) {
            queue.offer(news);
        }
    }

    private boolean isEcho(Message message) {
        return shortCut.mark(message.payload()) >= since;
    }

    @Override
    public void execute(Runnable task) {
        queue.execute(task);
    }

    @Override
    public QueueStats stats() {
        return queue.stats();
    }

    @Override
    public void close() {
        shortCut.leave(this);
        queue.close();
    }
}
