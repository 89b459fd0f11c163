package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.QueueStats;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turns are taken when the test says so. */
class DemandQueueTest extends NotedTarget implements DemandQueue.Asker {
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private final ByteBudget budget = new ByteBudget(300);
    private DemandQueue queue = open(10, OverflowPolicy.DROP_OLDEST);
    private long demand;

    private DemandQueue open(int messages, OverflowPolicy policy) {
        QueueLimits limits = new QueueLimits(messages, 200, policy);
        return new DemandQueue(limits, this, budget, new Turns(), this, null);
    }

    private void ask(long more) {
        demand += more;
        queue.demanded();
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    @Test
    void blockIsFullUntilHalfOfWhatWaitedWasAskedFor() {
        queue = open(4, OverflowPolicy.BLOCK);
        queue.offer(Queues.on("c", "1", "2", "3", "4", "5"));
        assertThat(turns).isEmpty();
        assertThat(told).containsExactly("full");
        ask(2);
        runTurns();
        assertThat(told).containsExactly("full");
        ask(1);
        runTurns();
        assertThat(told).containsExactly("full", "drained");
        assertThat(delivered).containsExactly("1", "2", "3");
        assertThat(dropped).isEmpty();
    }

    @Test
    void latestHoldsOneOfEachChannel() {
        queue = open(2, OverflowPolicy.LATEST);
        for (String channel : new String[] {"a", "b", "a", "c"}) {
            queue.offer(Queues.on(channel, channel + 1, channel + 2));
        }
        ask(10);
        runTurns();
        assertThat(delivered).containsExactly("b2", "c2");
    }

    @Test
    void whatWaitsForDemandCountsInTheBudgetOfAll() {
        ByteBudget shared = new ByteBudget(10);
        queue = new DemandQueue(
                new QueueLimits(100, 1000, OverflowPolicy.DROP_NEWEST), this, shared, new Turns(), this, null);
        Queues other = new Queues(100, 1000, OverflowPolicy.DROP_NEWEST, shared);
        queue.offer(Queues.on("c", "aaa", "bbb", "ccc", "ddd"));
        assertThat(dropped).containsExactly("ddd");
        assertThat(shared.used()).isEqualTo(9);
        other.offer("1", "22");
        assertThat(other.dropped).containsExactly("22");
        ask(2);
        runTurns();
        assertThat(shared.used()).isEqualTo(4);
        queue.close();
        queue.close();
        assertThat(shared.used()).isEqualTo(1);
    }

    @Test
    void anEpisodeLastsUntilDemandHasHalvedTheQueue() {
        queue.offer(Queues.on("c", "1", "2", "3", "4", "5", "6", "7"));
        assertThat(told).isEmpty();
        queue.offer(Queues.on("c", "8", "9", "10", "11", "12"));
        ask(4);
        runTurns();
        assertThat(told).containsExactly("slow at 10");
        ask(1);
        runTurns();
        assertThat(told).containsExactly("slow at 10", "over, worst 10, dropped 2");
    }

    @Test
    void oneTurnIsAskedForHoweverMuchIsDemanded() {
        queue.offer(Queues.on("c", "1", "2", "3"));
        ask(1);
        ask(1);
        queue.offer(Queues.on("c", "4"));
        assertThat(turns).hasSize(1);
        runTurns();
        assertThat(delivered).containsExactly("1", "2");
        assertThat(turns).isEmpty();
        ask(1);
        assertThat(turns).hasSize(1);
    }

    @Test
    void aTaskRunsWithoutDemandOnceItIsFirst() {
        queue.offer(Queues.on("c", "1"));
        queue.execute(() -> delivered.add("task"));
        assertThat(turns).isEmpty();
        ask(1);
        runTurns();
        assertThat(delivered).containsExactly("1", "task");
        queue.execute(() -> delivered.add("another"));
        runTurns();
        assertThat(delivered).containsExactly("1", "task", "another");
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageIsDeliveredOrDroppedAndNoMoreThanIsDemanded(OverflowPolicy policy) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        queue = open(50, policy);
        long asked = 0;
        for (int i = 0; i < 5000; i++) {
            String[] payloads = new String[1 + random.nextInt(20)];
            for (int j = 0; j < payloads.length; j++) {
                payloads[j] = "x".repeat(random.nextInt(8));
            }
            queue.offer(Queues.on("c" + random.nextInt(100), payloads));
            if (random.nextInt(10) == 0) {
                queue.execute(() -> {});
            }
            if (random.nextInt(3) == 0) {
                int more = 1 + random.nextInt(20);
                asked += more;
                ask(more);
                runTurns();
            }
            assertThat((long) delivered.size()).as("seed %d", seed).isLessThanOrEqualTo(asked);
            if (policy != OverflowPolicy.BLOCK) {
                assertThat(queue.stats().messages()).as("seed %d", seed).isLessThanOrEqualTo(50);
                assertThat(queue.stats().bytes()).as("seed %d", seed).isLessThanOrEqualTo(200);
            }
        }
        ask(Integer.MAX_VALUE);
        runTurns();
        QueueStats stats = queue.stats();
        assertThat(stats.messages()).as("seed %d", seed).isZero();
        assertThat(stats.delivered()).as("seed %d", seed).isEqualTo(delivered.size());
        assertThat(stats.dropped()).as("seed %d", seed).isEqualTo(dropped.size());
        assertThat(stats.received()).as("seed %d", seed).isEqualTo(delivered.size() + dropped.size());
        assertThat(dropped.isEmpty()).as("seed %d", seed).isEqualTo(policy == OverflowPolicy.BLOCK);
        assertThat(budget.used()).as("seed %d", seed).isZero();
    }

    @Override
    public void deliver(List<Message> messages) {
        demand -= messages.size();
        super.deliver(messages);
    }

    @Override
    public long demand() {
        return demand;
    }

    @Override
    public void turn() {
        queue.handOver();
    }

    @Override
    public void finish() {
        told.add("finished");
    }

    @Override
    public CompletableFuture<Void> over() {
        return new CompletableFuture<>();
    }

    private final class Turns implements DispatchQueue {
        @Override
        public void offer(List<Message> messages) {
            throw new IllegalStateException("takes turns only");
        }

        @Override
        public void execute(Runnable task) {
            turns.add(task);
        }

        @Override
        public QueueStats stats() {
            return new QueueStats(0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    }
}
