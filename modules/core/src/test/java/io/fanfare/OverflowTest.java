package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.OverflowPolicy;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverflowTest {
    @Test
    void latestKeepsTheNewestOfEachChannelInThePlaceOfTheOlder() {
        Queues queues = new Queues(10, OverflowPolicy.LATEST);
        queues.queue.offer(Queues.on("a", "a1", "a2"));
        queues.queue.offer(Queues.on("b", "b1"));
        queues.queue.offer(Queues.on("a", "a3"));
        queues.runTurns();
        assertThat(queues.delivered).containsExactly("a3", "b1");
        assertThat(queues.dropped).containsExactly("a1", "a2");
        queues.queue.offer(Queues.on("a", "a4"));
        queues.runTurns();
        assertThat(queues.delivered).containsExactly("a3", "b1", "a4");
        queues.assertNothingUnaccounted();
    }

    @Test
    void latestPutsNothingBeforeATask() {
        Queues queues = new Queues(10, OverflowPolicy.LATEST);
        queues.offer("before");
        queues.queue.execute(() -> queues.delivered.add("task"));
        queues.offer("after", "later");
        queues.runTurns();
        assertThat(queues.delivered).containsExactly("before", "task", "later");
    }

    @Test
    void latestDropsTheOldestWhenThereAreMoreChannelsThanRoom() {
        Queues queues = new Queues(2, OverflowPolicy.LATEST);
        for (String channel : new String[] {"a", "b", "c"}) {
            queues.queue.offer(Queues.on(channel, channel + 1, channel + 2));
        }
        queues.runTurns();
        assertThat(queues.delivered).containsExactly("b2", "c2");
        queues.assertNothingUnaccounted();
    }

    @Test
    void blockDropsNothingAndTellsOnceEachWhenFullAndWhenHalfIsDelivered() {
        Queues queues = new Queues(4, OverflowPolicy.BLOCK);
        queues.offer("1", "2", "3");
        assertThat(queues.told).isEmpty();
        queues.offer("4", "5", "6").offer("7");
        assertThat(queues.told).containsExactly("full");
        queues.runTurns();
        assertThat(queues.told).containsExactly("full", "drained");
        assertThat(queues.delivered).hasSize(7);
        assertThat(queues.dropped).isEmpty();
        queues.offer("1", "2", "3", "4").runTurns();
        assertThat(queues.told).containsExactly("full", "drained", "full", "drained");
    }

    @Test
    void whatOneQueueHoldsIsNotThereForAnother() {
        ByteBudget budget = new ByteBudget(10);
        Queues one = new Queues(100, 1000, OverflowPolicy.DROP_NEWEST, budget);
        Queues two = new Queues(100, 1000, OverflowPolicy.DROP_OLDEST, budget);
        one.offer("aaa", "bbb", "ccc", "ddd");
        assertThat(one.dropped).containsExactly("ddd");
        assertThat(budget.used()).isEqualTo(9);
        two.offer("1", "22", "3");
        assertThat(two.dropped).as("an empty queue takes one").containsExactly("1", "22");
        one.runTurns();
        assertThat(budget.used()).isEqualTo(1);
        two.offer("44", "55").runTurns();
        assertThat(two.delivered).containsExactly("3", "44", "55");
        assertThat(budget.used()).isZero();
        one.assertNothingUnaccounted();
        two.assertNothingUnaccounted();
    }

    @Test
    void blockIsFullWhenTheBudgetIsUsed() {
        ByteBudget budget = new ByteBudget(4);
        Queues one = new Queues(100, 1000, OverflowPolicy.DROP_NEWEST, budget);
        Queues two = new Queues(100, 1000, OverflowPolicy.BLOCK, budget);
        one.offer("1234");
        two.offer("5");
        assertThat(two.told).containsExactly("full");
        two.runTurns();
        assertThat(two.told).containsExactly("full", "drained");
    }

    @Test
    void aClosedQueueGivesBackItsPartOfTheBudget() {
        ByteBudget budget = new ByteBudget(10);
        Queues queues = new Queues(100, 1000, OverflowPolicy.DROP_NEWEST, budget);
        queues.offer("12345");
        queues.queue.close();
        queues.queue.close();
        queues.offer("6").runTurns();
        assertThat(budget.used()).isZero();
    }

    @Test
    void anEpisodeIsToldOnceWithItsWorst() {
        Queues queues = new Queues(10, OverflowPolicy.DROP_OLDEST);
        queues.offer("1", "2", "3", "4", "5", "6", "7");
        assertThat(queues.told).isEmpty();
        queues.offer("8").offer("9", "10").offer("11", "12", "13");
        assertThat(queues.told).containsExactly("slow at 8");
        queues.runTurns();
        assertThat(queues.told).containsExactly("slow at 8", "over, worst 10, dropped 3");
        queues.offer("1").runTurns();
        assertThat(queues.told).hasSize(2);
    }

    @Test
    void anEpisodeEndsWithItsQueue() {
        Queues queues = new Queues(10, OverflowPolicy.DROP_NEWEST);
        queues.offer("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        queues.queue.close();
        assertThat(queues.told).containsExactly("slow at 10", "over, worst 10, dropped 1");
    }

    @Test
    void newerMessagesOfAChannelAreNoEpisode() {
        Queues queues = new Queues(10, OverflowPolicy.LATEST);
        queues.offer("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11").runTurns();
        assertThat(queues.told).isEmpty();
    }

    @Test
    void whatWaitsWhenAnOverflowEndsTheSubscriptionIsDropped() {
        ByteBudget budget = new ByteBudget(1000);
        Queues queues = new Queues(20, 1000, OverflowPolicy.END, budget);
        queues.offer("1", "2").runTurns();
        for (int i = 0; i < 25; i++) {
            queues.offer("m");
        }
        queues.queue.close();
        queues.queue.close();
        queues.offer("of nobody's interest").runTurns();
        assertThat(queues.delivered).containsExactly("1", "2");
        assertThat(queues.dropped).hasSize(25);
        assertThat(queues.told).containsExactly("slow at 16", "over, worst 20, dropped 25");
        assertThat(budget.used()).isZero();
        queues.assertNothingUnaccounted();
    }

    @Test
    void whatWaitsWhenTheApplicationEndsTheSubscriptionIsNotDropped() {
        Queues queues = new Queues(20, OverflowPolicy.END);
        queues.offer("1", "2").queue.close();
        assertThat(queues.dropped).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyMessageIsDeliveredOrDropped(OverflowPolicy policy) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteBudget budget = new ByteBudget(300);
        Queues queues = new Queues(50, 200, policy, budget);
        for (int i = 0; i < 5000; i++) {
            String[] payloads = new String[1 + random.nextInt(20)];
            for (int j = 0; j < payloads.length; j++) {
                payloads[j] = "x".repeat(random.nextInt(8));
            }
            queues.queue.offer(Queues.on("c" + random.nextInt(100), payloads));
            if (random.nextInt(10) == 0) {
                queues.queue.execute(() -> {});
            }
            if (random.nextInt(3) == 0 && !queues.ready.isEmpty()) {
                queues.ready.remove().deliver();
            }
            if (policy != OverflowPolicy.BLOCK) {
                assertThat(queues.queue.stats().messages()).as("seed %d", seed).isLessThanOrEqualTo(50);
                assertThat(queues.queue.stats().bytes()).as("seed %d", seed).isLessThanOrEqualTo(200);
            }
        }
        queues.runTurns();
        queues.assertNothingUnaccounted();
        assertThat(queues.queue.stats().messages()).as("seed %d", seed).isZero();
        assertThat(queues.dropped.isEmpty()).as("seed %d", seed).isEqualTo(policy == OverflowPolicy.BLOCK);
        assertThat(budget.used()).as("seed %d", seed).isZero();
    }
}
