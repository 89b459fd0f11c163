package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompletionsTest {
    @Test
    void runsTasksInOrderOnItsThread() throws InterruptedException {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1000);
        try (Completions completions = new Completions("fanfare-test-completion")) {
            for (int i = 0; i < 1000; i++) {
                int number = i;
                completions.execute(() -> {
                    assertThat(Thread.currentThread().getName()).isEqualTo("fanfare-test-completion");
                    seen.add(number);
                    done.countDown();
                });
            }
            done.await();
        }
        assertThat(seen).hasSize(1000).isSorted();
    }

    @Test
    void aTaskThatThrowsStopsNothing() {
        AtomicInteger ran = new AtomicInteger();
        try (Completions completions = new Completions("fanfare-test-completion")) {
            completions.execute(() -> {
                throw new IllegalStateException("expected by the test");
            });
            completions.execute(ran::incrementAndGet);
            await().until(() -> ran.get() == 1);
        }
    }

    @Test
    void closingRunsWhatIsQueuedAndLaterTasksRunToo() {
        AtomicInteger ran = new AtomicInteger();
        Completions completions = new Completions("fanfare-test-completion");
        for (int i = 0; i < 500; i++) {
            completions.execute(ran::incrementAndGet);
        }
        completions.close();
        assertThat(ran).hasValue(500);
        completions.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(501);
    }

    @Test
    void noWakeUpIsLostBetweenManyProducersAndAParkingThread() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        int producers = 4;
        int each = 50_000;
        try (Completions completions = new Completions("fanfare-test-completion")) {
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        completions.execute(ran::incrementAndGet);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            await().until(() -> ran.get() == producers * each);
        }
    }
}
