package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.Channel;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Payload;
import io.fanfare.spi.QueueLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drives a queue by hand: turns are taken when the test says so. */
class OrderedQueueTest {
    private static final Channel CHANNEL = Channel.of("c");

    private final List<String> delivered = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final ArrayDeque<BoundedQueue> ready = new ArrayDeque<>();
    private final ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
    private boolean ended;

    private final DispatchTarget target = new DispatchTarget() {
        @Override
        public void deliver(List<Message> messages) {
            messages.forEach(message -> delivered.add(message.payload().toText()));
        }

        @Override
        public void dropped(Message message, OverflowPolicy policy) {
            dropped.add(message.payload().toText());
        }

        @Override
        public void ended() {
            ended = true;
        }
    };

    private OrderedQueue queue(int messages, long bytes, OverflowPolicy policy) {
        return new OrderedQueue(new QueueLimits(messages, bytes, policy), target, budget, ready::add, queue -> {});
    }

    private static List<Message> messages(String... payloads) {
        List<Message> messages = new ArrayList<>();
        for (String payload : payloads) {
            messages.add(new Message(CHANNEL, CHANNEL, Payload.of(payload)));
        }
        return messages;
    }

    private void runTurns() {
        while (!ready.isEmpty()) {
            ready.poll().deliver();
        }
    }

    @Test
    void aBatchAsksForOneTurn() {
        OrderedQueue queue = queue(10, 100, OverflowPolicy.DROP_OLDEST);
        queue.offer(messages("1", "2"));
        queue.offer(messages("3"));
        assertThat(ready).hasSize(1);
        runTurns();
        assertThat(delivered).containsExactly("1", "2", "3");
    }

    @Test
    void dropsTheOldestWhenFull() {
        OrderedQueue queue = queue(3, 100, OverflowPolicy.DROP_OLDEST);
        queue.offer(messages("1", "2", "3", "4", "5"));
        runTurns();
        assertThat(delivered).containsExactly("3", "4", "5");
        assertThat(dropped).containsExactly("1", "2");
        assertThat(queue.stats().dropped()).isEqualTo(2);
        assertThat(queue.stats().delivered() + queue.stats().dropped())
                .isEqualTo(queue.stats().received());
    }

    @Test
    void dropsTheNewestWhenFull() {
        OrderedQueue queue = queue(3, 100, OverflowPolicy.DROP_NEWEST);
        queue.offer(messages("1", "2", "3", "4", "5"));
        runTurns();
        assertThat(delivered).containsExactly("1", "2", "3");
        assertThat(dropped).containsExactly("4", "5");
    }

    @Test
    void endsWhenFull() {
        OrderedQueue queue = queue(1, 100, OverflowPolicy.END);
        queue.offer(messages("1", "2", "3"));
        assertThat(ended).isTrue();
        runTurns();
        queue.offer(messages("4"));
        runTurns();
        assertThat(delivered).containsExactly("1");
        assertThat(queue.stats().dropped()).isEqualTo(3);
    }

    @Test
    void bytesCountTooAndALargeMessageFitsAnEmptyQueue() {
        OrderedQueue queue = queue(100, 5, OverflowPolicy.DROP_OLDEST);
        queue.offer(messages("123456789"));
        queue.offer(messages("ab", "cd"));
        runTurns();
        assertThat(delivered).containsExactly("ab", "cd");
        assertThat(dropped).containsExactly("123456789");
        assertThat(queue.stats().bytes()).isZero();
    }

    @Test
    void tasksRunInTheOrderOfTheMessagesAndAreNotDropped() {
        OrderedQueue queue = queue(2, 100, OverflowPolicy.DROP_OLDEST);
        queue.offer(messages("1"));
        queue.execute(() -> delivered.add("task"));
        queue.offer(messages("2", "3"));
        runTurns();
        assertThat(delivered).containsExactly("task", "2", "3");
    }

    @Test
    void aTurnIsBounded() {
        OrderedQueue queue = queue(10_000, 1 << 20, OverflowPolicy.DROP_OLDEST);
        for (int i = 0; i < OrderedQueue.BATCH + 1; i++) {
            queue.offer(messages("m"));
        }
        ready.poll().deliver();
        assertThat(delivered).hasSize(OrderedQueue.BATCH);
        runTurns();
        assertThat(delivered).hasSize(OrderedQueue.BATCH + 1);
    }

    @Test
    void aClosedQueueDeliversNothing() {
        OrderedQueue queue = queue(10, 100, OverflowPolicy.DROP_OLDEST);
        queue.offer(messages("1"));
        queue.close();
        queue.offer(messages("2"));
        queue.execute(() -> delivered.add("task"));
        runTurns();
        assertThat(delivered).isEmpty();
        assertThat(queue.stats().messages()).isZero();
    }
}
