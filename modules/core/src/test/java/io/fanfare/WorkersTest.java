package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.Channel;
import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.Payload;
import io.fanfare.spi.QueueLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final String PREFIX = "fanfare-workers-test-";
    private static final Duration SOON = Duration.ofMillis(5);
    private static final QueueLimits LIMITS = new QueueLimits(1000, 1000, OverflowPolicy.DROP_NEWEST);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
    private final CompletableFuture<Void> release = new CompletableFuture<>();
    private final AtomicInteger blocked = new AtomicInteger();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close() {
        release.complete(null);
        timer.shutdownNow();
    }

    private Workers workers(int spares, Duration idle) {
        return new Workers(new DispatcherOptions(1, spares, 1, PREFIX, budget, timer), "w", SOON, idle);
    }

    private void block(Workers workers) {
        open(workers, messages -> {
                    blocked.incrementAndGet();
                    release.join();
                })
                .offer(message());
    }

    private DispatchQueue open(Workers workers, DispatchTarget target) {
        return new OrderedQueue(LIMITS, target, budget, workers::add, closed -> {});
    }

    private static List<Message> message() {
        Channel channel = Channel.of("c");
        return List.of(new Message(channel, channel, Payload.of("m")));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(PREFIX))
                .toList();
    }

    @Test
    void spareThreadsAreAddedUpToTheirLimitAndEndWhenIdle() {
        try (Workers workers = workers(2, SOON)) {
            for (int i = 0; i < 4; i++) {
                block(workers);
            }
            await().until(() -> blocked.get() == 3);
            assertThat(workers.spares()).isEqualTo(2);
            assertThat(threads()).hasSize(3);
            release.complete(null);
            await().until(() -> blocked.get() == 4);
            await().until(() -> workers.spares() == 0);
            await().until(() -> threads().size() == 1);
        }
    }

    @Test
    void aSpareThreadServesWhatIsReadyWhileTheOthersAreStuck() {
        try (Workers workers = workers(1, Duration.ofMinutes(10))) {
            block(workers);
            await().until(() -> blocked.get() == 1);
            List<DispatchQueue> queues = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                queues.add(open(workers, messages -> handled.addAndGet(messages.size())));
            }
            for (int i = 0; i < 10; i++) {
                queues.forEach(queue -> queue.offer(message()));
            }
            await().until(() -> handled.get() == 1000);
            assertThat(workers.spares()).isEqualTo(1);
            release.complete(null);
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void withoutSpareThreadsNothingIsAdded() {
        try (Workers workers = workers(0, SOON)) {
            block(workers);
            await().until(() -> blocked.get() == 1);
            block(workers);
            assertThat(timer.getQueue()).isEmpty();
            assertThat(threads()).hasSize(1);
            release.complete(null);
            await().until(() -> blocked.get() == 2);
        }
    }
}
