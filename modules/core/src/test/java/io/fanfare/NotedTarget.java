package io.fanfare;

import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueStats;
import java.util.ArrayList;
import java.util.List;

/** Notes everything that a queue delivers, drops and tells. */
class NotedTarget implements DispatchTarget {
    final List<String> delivered = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    @Override
    public void deliver(List<Message> messages) {
        messages.forEach(message -> delivered.add(message.payload().toText()));
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        dropped.add(message.payload().toText());
    }

    @Override
    public void full() {
        told.add("full");
    }

    @Override
    public void drained() {
        told.add("drained");
    }

    @Override
    public void slowBegan(QueueStats stats) {
        told.add("slow at " + stats.messages());
    }

    @Override
    public void slowEnded(int worstMessages, long worstBytes, long lost) {
        told.add("over, worst " + worstMessages + ", dropped " + lost);
    }
}
