package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final Memory memory = new Memory();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void closingLeavesNoThreadAndNoConnection() {
        for (int i = 0; i < 20; i++) {
            try (Fanfare fanfare = memory.client().build()) {
                var orders = fanfare.channel("orders", String.class);
                orders.onMessage(message -> {}).subscribe().ready().join();
                orders.onMessage(message -> {})
                        .ownConnection()
                        .subscribe()
                        .ready()
                        .join();
                orders.publish("x").join();
            }
        }
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
        for (Role role : Role.values()) {
            await().until(() -> memory.faults.connections(role) == 0);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fanfare-"))
                .toList();
    }

    @Test
    void closingFailsWhatIsUnansweredAndWhatComesLater() {
        Fanfare fanfare = memory.client().build();
        var orders = fanfare.channel("orders", String.class);
        memory.faults.refuseConnects();
        memory.faults.cut(Role.PUBLISH);
        await().until(() -> fanfare.publishPool().open() == 0);
        CompletableFuture<Long> unanswered = orders.publish("x");
        Subscription unconfirmed = orders.onMessage(message -> {}).subscribe();
        fanfare.close();
        fanfare.close();
        assertCode(unanswered, ErrorCode.CLOSED);
        assertCode(unconfirmed.ready(), ErrorCode.CLOSED);
        assertCode(orders.publish("y"), ErrorCode.CLOSED);
        assertThatThrownBy(() -> orders.onMessage(message -> {}).subscribe())
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }

    private static void assertCode(CompletableFuture<?> future, ErrorCode code) {
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aServerThatIsNotThereFailsTheBuildAtOnce() {
        memory.faults.refuseConnects();
        assertThatThrownBy(() -> memory.client().set("connect-timeout", "10m").build())
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECT_FAILED));
        assertThat(threads()).isEmpty();
    }

    @Test
    void aSubscriptionWhosePolicyIsEndEndsWhenItsQueueIsFull() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (Fanfare fanfare = memory.client().build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription slow = orders.onMessage(message -> release.join())
                    .queueMessages(10)
                    .overflow(OverflowPolicy.END)
                    .subscribe();
            slow.ready().join();
            await().until(() -> orders.publish("m").join() == 0);
            assertCode(slow.ended(), ErrorCode.QUEUE_OVERFLOW);
            slow.unsubscribe().join();
            assertThat(slow.queue().received()).isGreaterThanOrEqualTo(11);
            release.complete(null);
        } finally {
            release.complete(null);
        }
    }

    @Test
    void everyMessageOfASubscriptionThatAFullQueueEndsIsHandledOrDropped() {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger dropped = new AtomicInteger();
        Semaphore mayEnd = new Semaphore(0);
        PubSubObserver observer = new PubSubObserver() {
            @Override
            public void dropped(Message message, OverflowPolicy policy) {
                dropped.incrementAndGet();
            }
        };
        try (Fanfare fanfare = memory.client().observer(observer).build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription slow = orders.onMessage(message -> {
                        handled.incrementAndGet();
                        mayEnd.acquire();
                    })
                    .queueMessages(10)
                    .overflow(OverflowPolicy.END)
                    .subscribe();
            slow.ready().join();
            orders.publish("alone").join();
            await().until(() -> handled.get() == 1);
            for (int i = 0; i < 5; i++) {
                orders.publish("of a batch").join();
            }
            mayEnd.release();
            await().until(() -> handled.get() == 2);
            await().until(() -> orders.publish("m").join() == 0);
            assertCode(slow.ended(), ErrorCode.QUEUE_OVERFLOW);
            mayEnd.release();
            await().untilAsserted(() -> assertThat(handled.get() + dropped.get())
                    .isEqualTo((int) slow.queue().received()));
            assertThat(handled).hasValue(2);
            assertThat(slow.queue().delivered()).isEqualTo(6);
            assertThat(slow.queue().dropped()).isEqualTo(slow.queue().received() - 6);
        } finally {
            mayEnd.release(10);
        }
    }

    @Test
    void leasesConnectionsForCommands() {
        try (Fanfare fanfare = memory.client().build()) {
            Lease<io.fanfare.spi.CommandConnection> lease = fanfare.leaseCommands(Duration.ofSeconds(5))
                    .toCompletableFuture()
                    .join();
            assertThat(lease.connection().call("PING").toCompletableFuture().join())
                    .isInstanceOfSatisfying(
                            Reply.OfBytes.class,
                            reply -> assertThat(reply.text()).isEqualTo("PONG"));
            lease.close();
            lease.close();
        }
    }

    @Test
    void publishesThroughTheExclusivePoolToo() {
        try (Fanfare fanfare =
                memory.client().pool("exclusive").set("pool.exclusive.max", "3").build()) {
            var orders = fanfare.channel("orders", String.class);
            List<CompletableFuture<Long>> publishes = java.util.stream.IntStream.range(0, 1000)
                    .mapToObj(i -> orders.publish("m"))
                    .toList();
            publishes.forEach(CompletableFuture::join);
            assertThat(fanfare.publishPool().opened()).isBetween(1L, 3L);
            await().untilAsserted(
                            () -> assertThat(fanfare.publishPool().leased()).isZero());
        }
    }

    @Test
    void reportsItsSelection() {
        try (Fanfare fanfare = memory.client().build()) {
            assertThat(fanfare.selection().transport()).isEqualTo("memory");
            assertThat(fanfare.selection().codec()).isEqualTo("string");
            assertThat(fanfare.selection().pool()).isEqualTo("shared");
            assertThat(fanfare.selection().dispatcher()).isEqualTo("ordered");
        }
    }
}
