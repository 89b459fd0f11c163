package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Memory memory = new Memory();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void everythingPublishedBeforeIsHandled() {
        try (Fanfare fanfare = memory.client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            orders.onMessage(seen::add).ownConnection().subscribe().ready().join();
            for (int i = 0; i < 10_000; i++) {
                orders.publishAndForget("m");
            }
            orders.publish("last").join();
            DrainReport report = fanfare.drain(LONG);
            assertThat(report.complete()).isTrue();
            assertThat(report.unconfirmed()).isZero();
            assertThat(report.undelivered()).isZero();
            assertThat(report.unanswered()).isZero();
            assertThat(seen).hasSize(20_002);
        }
    }

    @Test
    void nothingIsTakenOnAfterwards() {
        try (Fanfare fanfare = memory.client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            assertThat(fanfare.drain(LONG).complete()).isTrue();
            try (Fanfare other = memory.client().build()) {
                assertThat(other.channel("orders", String.class).publish("x").join())
                        .isZero();
            }
            assertThatThrownBy(() ->
                            orders.onMessage(seen::add).subscribe().ready().join())
                    .hasMessageContaining("the client is being drained");
            assertThatThrownBy(() -> orders.publish("x").join())
                    .hasMessageContaining("the client is being drained, so nothing was published to orders");
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 1);
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void whatIsLeftIsReported() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (Fanfare fanfare = memory.client().set("publish.timeout", "10m").build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription stuck = orders.onMessage(message -> release.join()).subscribe();
            stuck.ready().join();
            orders.publish("1").join();
            await().until(() -> stuck.queue().messages() == 0);
            orders.publish("2").join();
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            await().until(() -> fanfare.publishPool().open() == 0);
            CompletableFuture<Long> unanswered = orders.publish("3");
            DrainReport report = fanfare.drain(Duration.ofMillis(50));
            assertThat(report.complete()).isFalse();
            assertThat(report.undelivered()).isEqualTo(1);
            assertThat(report.unanswered()).isEqualTo(1);
            assertThat(report.unconfirmed()).isZero();
            assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(unanswered).isNotDone();
            release.complete(null);
        } finally {
            release.complete(null);
        }
    }
}
