package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What applications and plug-ins must not do, and what must not come of it. */
class MisbehaviourTest {
    private final Memory memory = new Memory();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void anErrorInAHandlerStopsNeitherItsSubscriptionNorTheDispatcher() {
        try (Fanfare fanfare = memory.client().set("dispatch.threads", "2").build()) {
            var orders = fanfare.channel("orders", String.class);
            AtomicInteger failures = new AtomicInteger();
            orders.onMessage(message -> {
                        seen.add(message);
                        throw new AssertionError("expected by the test");
                    })
                    .onError(failure -> {
                        failures.incrementAndGet();
                        throw new StackOverflowError("expected by the test");
                    })
                    .subscribe()
                    .ready()
                    .join();
            for (int i = 0; i < 10; i++) {
                orders.publish("m").join();
            }
            await().until(() -> seen.size() == 10 && failures.get() == 10);
        }
    }

    @Test
    void anErrorInOneInlineHandlerReachesNoOtherTwice() {
        try (Fanfare fanfare = memory.client().dispatcher("inline").build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            orders.onMessage(message -> {
                        throw new AssertionError("expected by the test");
                    })
                    .onError(failure -> {})
                    .subscribe()
                    .ready()
                    .join();
            orders.publish("1").join();
            orders.publish("2").join();
            await().until(() -> seen.contains("2"));
            assertThat(seen).containsExactly("1", "2");
        }
    }

    @Test
    void anObserverThatThrowsHarmsNothing() {
        try (Fanfare fanfare = memory.client().observer(new ThrowingObserver()).build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add)
                    .onGap(gap -> seen.add("gap"))
                    .subscribe()
                    .ready()
                    .join();
            orders.publish("1").join();
            await().until(() -> seen.contains("1"));
            memory.faults.cut(PubSubObserver.Role.SUBSCRIBE);
            await().until(() -> seen.contains("gap"));
            orders.publish("2").join();
            await().until(() -> seen.contains("2"));
            assertThat(seen).containsExactly("1", "gap", "2");
        }
    }

    @Test
    void aTransportThatThrowsIsTriedAgain() {
        Brittle brittle = new Brittle();
        try (Fanfare fanfare = memory.client().transport(brittle).build()) {
            var orders = fanfare.channel("orders", String.class);
            brittle.next.set(new OutOfMemoryError("expected by the test"));
            orders.onMessage(seen::add).subscribe().ready().join();
            brittle.next.set(new AssertionError("expected by the test"));
            fanfare.leaseCommands(Duration.ofSeconds(30)).join().close();
            assertThat(orders.publish("1").join()).isEqualTo(1);
        }
    }

    @Test
    void aTransportThatThrowsAtFirstFailsTheBuildAndLeavesNothing() {
        Brittle brittle = new Brittle();
        brittle.next.set(new AssertionError("expected by the test"));
        assertThatThrownBy(() -> memory.client().transport(brittle).build())
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTRACT_BROKEN));
        assertThatThrownBy(() -> memory.client().set("protocol", "resp3").build())
                .hasMessageContaining("UNSUPPORTED");
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fanfare-")));
    }

    @Test
    void anInterruptThatAHandlerLeavesReachesNobodyElse() {
        try (Fanfare fanfare = memory.client().set("dispatch.threads", "1").build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {
                        seen.add(message + Thread.currentThread().isInterrupted());
                        Thread.currentThread().interrupt();
                    })
                    .subscribe()
                    .ready()
                    .join();
            orders.publish("1").join();
            orders.publish("2").join();
            await().until(() -> seen.size() == 2);
            assertThat(seen).containsExactly("1false", "2false");
        }
    }

    /**
     * Publishes while there is no connection, so that what is hung on the future runs when it completes, on the
     * completion thread.
     */
    private <R> CompletableFuture<R> afterPublish(
            Fanfare fanfare, Function<CompletableFuture<Long>, CompletableFuture<R>> then) {
        memory.faults.refuseConnects();
        memory.faults.cut(PubSubObserver.Role.PUBLISH);
        await().until(() -> fanfare.publishPool().open() == 0);
        CompletableFuture<R> result =
                then.apply(fanfare.channel("orders", String.class).publish("x"));
        memory.faults.allowConnects();
        return result;
    }

    @Test
    void anInterruptThatACompletionLeavesReachesNobodyElse() {
        try (Fanfare fanfare = memory.client().set("publish.timeout", "10m").build()) {
            CompletableFuture<Boolean> next = afterPublish(fanfare, published -> {
                CompletableFuture<Boolean> later = fanfare.channel("orders", String.class)
                        .publish("y")
                        .thenApply(count -> Thread.currentThread().isInterrupted());
                return published
                        .thenRun(() -> Thread.currentThread().interrupt())
                        .thenCombine(later, (nothing, interrupted) -> interrupted);
            });
            assertThat(next.join()).isFalse();
        }
    }

    @Test
    void aCompletionMaySubscribeThousandsOfTimes() {
        try (Fanfare fanfare =
                memory.client().set("publish.max-unanswered", "1").build()) {
            List<Subscription> subscriptions = Collections.synchronizedList(new ArrayList<>());
            afterPublish(
                            fanfare,
                            published -> published.thenRun(() -> {
                                for (int i = 0; i < 5000; i++) {
                                    var channel = fanfare.channel("c" + i, String.class);
                                    subscriptions.add(
                                            channel.onMessage(seen::add).subscribe());
                                }
                            }))
                    .join();
            subscriptions.forEach(subscription -> subscription.ready().join());
        }
    }

    @Test
    void aCompletionThatPublishesBeyondTheLimitIsToldAtOnce() {
        try (Fanfare fanfare = memory.client()
                .set("publish.max-unanswered", "1")
                .set("publish.timeout", "10m")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            CompletableFuture<Long> second = afterPublish(
                    fanfare,
                    published -> published.thenCompose(count -> {
                        CompletableFuture<Long> first = orders.publish("y");
                        return first.isDone() ? first : orders.publish("z");
                    }));
            assertThatThrownBy(second::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PUBLISH_LIMIT));
        }
    }

    @Test
    void aGapHandlerMayWaitForAnotherThreadThatSubscribes() {
        try (Fanfare fanfare = memory.client().dispatcher("inline").build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add)
                    .onGap(gap -> CompletableFuture.runAsync(() -> {
                                fanfare.channel("other", String.class)
                                        .onMessage(seen::add)
                                        .subscribe();
                                seen.add("subscribed");
                            })
                            .join())
                    .subscribe()
                    .ready()
                    .join();
            memory.faults.cut(PubSubObserver.Role.SUBSCRIBE);
            await().until(() -> seen.contains("subscribed"));
        }
    }

    @Test
    void aHandlerMayCloseItsClient() {
        Fanfare fanfare = memory.client().build();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        var orders = fanfare.channel("orders", String.class);
        orders.onMessage(message -> {
                    fanfare.close();
                    interrupted.complete(Thread.currentThread().isInterrupted());
                })
                .subscribe()
                .ready()
                .join();
        orders.publishAndForget("x");
        assertThat(interrupted.join()).isFalse();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fanfare-")));
    }

    @Test
    void oneUsersTimeoutOnReadyIsNotAnothers() {
        try (Fanfare fanfare = memory.client().build()) {
            Subscription subscription =
                    fanfare.channel("orders", String.class).onMessage(seen::add).subscribe();
            subscription.ready().completeExceptionally(new IllegalStateException("expected by the test"));
            subscription.ready().join();
        }
    }

    private static final class ThrowingObserver implements PubSubObserver {
        private static void fail() {
            throw new AssertionError("expected by the test");
        }

        @Override
        public void connected(Node node, Role role, Duration elapsed) {
            fail();
        }

        @Override
        public void disconnected(Node node, Role role, PubSubException cause) {
            fail();
        }

        @Override
        public void published(Destination channel, int bytes, long receivers, long nanos) {
            fail();
        }

        @Override
        public void received(int messages, long bytes) {
            fail();
        }

        @Override
        public void handlingFailed(Message message, PubSubException cause) {
            fail();
        }

        @Override
        public void gap(Topic topic, Duration duration) {
            fail();
        }
    }
}
