package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeakTest {
    private static final long SLACK_BYTES = 8 << 20;

    private final Memory memory = new Memory();

    @AfterEach
    void close() {
        memory.close();
    }

    /** Returns the bytes that are reachable: what is used after the collector found nothing more. */
    private static long reachable() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fanfare-"))
                .collect(Collectors.toSet());
    }

    @Test
    void aHundredThousandSubscriptionsLeaveNothing() {
        try (Fanfare fanfare = memory.client().build()) {
            subscribeAndEnd(fanfare, 1_000);
            long before = reachable();
            Set<String> threads = threads();
            subscribeAndEnd(fanfare, 100_000);
            assertThat(threads()).isEqualTo(threads);
            assertThat(memory.faults.connections(Role.SUBSCRIBE)).isEqualTo(1);
            assertThat(reachable() - before).as("bytes more").isLessThan(SLACK_BYTES);
            assertThat(fanfare.channel("c7", String.class).publish("x").join()).isZero();
            assertThat(fanfare.drain(Duration.ofMinutes(1)).unconfirmed()).isZero();
        }
    }

    private static void subscribeAndEnd(Fanfare fanfare, int times) {
        for (int i = 0; i < times; i++) {
            Subscription subscription = fanfare.channel("c" + i % 10, String.class)
                    .onMessage(message -> {})
                    .subscribe();
            subscription.ready().join();
            subscription.unsubscribe().join();
        }
    }

    @Test
    void aThousandClientsLeaveNothing() {
        openAndClose(20);
        long before = reachable();
        openAndClose(1_000);
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
        for (Role role : Role.values()) {
            await().until(() -> memory.faults.connections(role) == 0);
        }
        assertThat(reachable() - before).as("bytes more").isLessThan(SLACK_BYTES);
    }

    private void openAndClose(int times) {
        for (int i = 0; i < times; i++) {
            try (Fanfare fanfare = memory.client().build()) {
                var orders = fanfare.channel("orders", String.class);
                orders.onMessage(message -> {}).subscribe().ready().join();
                orders.publish("x").join();
            }
        }
    }
}
