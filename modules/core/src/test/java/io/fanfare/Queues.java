package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Payload;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A queue that is driven by hand: turns are taken when the test says so, and everything told is noted. */
final class Queues extends NotedTarget {
    final ArrayDeque<BoundedQueue> ready = new ArrayDeque<>();
    final BoundedQueue queue;

    Queues(int messages, long bytes, OverflowPolicy policy, ByteBudget budget) {
        this.queue = new OrderedQueue(new QueueLimits(messages, bytes, policy), this, budget, ready::add, closed -> {});
    }

    Queues(int messages, OverflowPolicy policy) {
        this(messages, 1000, policy, new ByteBudget(Long.MAX_VALUE));
    }

    static List<Message> on(String channel, String... payloads) {
        Channel topic = Channel.of(channel);
        List<Message> messages = new ArrayList<>();
        for (String payload : payloads) {
            messages.add(new Message(topic, topic, Payload.of(payload)));
        }
        return messages;
    }

    Queues offer(String... payloads) {
        queue.offer(on("c", payloads));
        return this;
    }

    Queues runTurns() {
        while (!ready.isEmpty()) {
            ready.remove().deliver();
        }
        return this;
    }

    void assertNothingUnaccounted() {
        QueueStats stats = queue.stats();
        Assertions.assertThat(stats.delivered() + stats.dropped() + stats.messages())
                .isEqualTo(stats.received());
        Assertions.assertThat(stats.delivered()).isEqualTo(delivered.size());
        Assertions.assertThat(stats.dropped()).isEqualTo(dropped.size());
    }
}
