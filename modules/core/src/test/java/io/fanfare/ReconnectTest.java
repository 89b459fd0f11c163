package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private final Memory memory = new Memory();
    private final Fanfare fanfare = memory.client()
            .set("reconnect.min-backoff", "1ms")
            .set("publish.timeout", "5s")
            .build();
    private final TypedChannel<String> orders = fanfare.channel("orders", String.class);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    @Test
    void subscribesAgainAfterALossAndReportsOneGapToEachSubscription() {
        List<Gap> otherGaps = Collections.synchronizedList(new ArrayList<>());
        orders.onMessage(seen::add).onGap(gaps::add).subscribe().ready().join();
        fanfare.pattern("o*", String.class)
                .onMessage(message -> {})
                .onGap(otherGaps::add)
                .subscribe()
                .ready()
                .join();
        orders.publish("before").join();
        await().until(() -> seen.size() == 1);
        Instant cut = Instant.now();
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> gaps.size() == 1 && otherGaps.size() == 1);
        assertThat(orders.publish("after").join()).isEqualTo(2);
        await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("before", "after");
        Gap gap = gaps.get(0);
        assertThat(gap.topic()).isEqualTo(Channel.of("orders"));
        assertThat(gap.cause().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(gap.start()).isBeforeOrEqualTo(cut);
        assertThat(gap.end()).isAfterOrEqualTo(cut);
        assertThat(gaps).hasSize(1);
    }

    @Test
    void theGapComesBeforeTheFirstMessageAfterIt() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        orders.onMessage(events::add)
                .onGap(gap -> events.add("gap"))
                .subscribe()
                .ready()
                .join();
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> orders.publish("m").join() == 1);
        await().until(() -> events.contains("m"));
        assertThat(events.get(0)).isEqualTo("gap");
    }

    @Test
    void keepsTryingWhileRedisIsAway() {
        orders.onMessage(seen::add).onGap(gaps::add).subscribe().ready().join();
        memory.faults.refuseConnects();
        memory.faults.cut(Role.SUBSCRIBE);
        memory.faults.cut(Role.PUBLISH);
        await().until(() -> fanfare.publishPool().open() == 0);
        CompletableFuture<Long> waiting = orders.publish("waits for the connection");
        assertThat(waiting).isNotDone();
        memory.faults.allowConnects();
        assertThat(waiting.join()).isBetween(0L, 1L);
        await().until(() -> gaps.size() == 1);
    }

    @Test
    void publishesThatWaitedKeepTheirOrder() {
        orders.onMessage(seen::add).subscribe().ready().join();
        memory.faults.refuseConnects();
        memory.faults.cut(Role.PUBLISH);
        await().until(() -> fanfare.publishPool().open() == 0);
        List<CompletableFuture<Long>> publishes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            publishes.add(orders.publish("m" + i));
        }
        memory.faults.allowConnects();
        for (int i = 1000; i < 2000; i++) {
            publishes.add(orders.publish("m" + i));
        }
        publishes.forEach(CompletableFuture::join);
        await().until(() -> seen.size() == 2000);
        for (int i = 0; i < 2000; i++) {
            assertThat(seen.get(i)).isEqualTo("m" + i);
        }
    }

    @Test
    void aPublishThatFindsNoConnectionFailsWithTheNumbers() {
        try (Fanfare impatient = memory.client().set("publish.timeout", "20ms").build()) {
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            await().until(() -> impatient.publishPool().open() == 0);
            CompletableFuture<Long> lost =
                    impatient.channel("orders", String.class).publish("x");
            assertThatThrownBy(lost::join).cause().isInstanceOfSatisfying(PubSubException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.POOL_EXHAUSTED);
                assertThat(e).hasMessageContaining("max=1, open=0, idle=0, leased=0, waiting=0");
                assertThat(e.getCause()).isNotNull();
            });
            memory.faults.allowConnects();
        }
    }

    @Test
    void aSubscriptionThatTheServerEndsIsTakenUpAgainWithAGap() {
        orders.onMessage(seen::add).onGap(gaps::add).subscribe().ready().join();
        memory.faults.endSubscriptions(Channel.of("orders"));
        await().until(() -> gaps.size() == 1);
        assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.MOVED);
        assertThat(orders.publish("x").join()).isEqualTo(1);
    }

    @Test
    void aTopicRefusedOnReturnIsTriedUntilItIsAllowed() {
        orders.onMessage(seen::add).onGap(gaps::add).subscribe().ready().join();
        memory.faults.refuseSubscribing(Channel.of("orders"));
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 1);
        assertThat(gaps).isEmpty();
        memory.faults.allowSubscribing(Channel.of("orders"));
        await().until(() -> gaps.size() == 1);
        assertThat(orders.publish("x").join()).isEqualTo(1);
    }

    @Test
    void aSubscriptionMadeWhileRedisIsAwayIsConfirmedWhenItReturns() {
        memory.faults.refuseConnects();
        Subscription subscription = orders.onMessage(seen::add).onGap(gaps::add).subscribe();
        assertThat(subscription.ready()).isNotDone();
        memory.faults.allowConnects();
        subscription
                .ready()
                .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                .join();
        assertThat(gaps).as("nothing was confirmed before, so nothing was lost").isEmpty();
    }

    @Test
    void aSubscriptionMadeDuringTheOutageHearsOfNoGap() {
        List<Gap> newcomer = Collections.synchronizedList(new ArrayList<>());
        orders.onMessage(seen::add).onGap(gaps::add).subscribe().ready().join();
        memory.faults.refuseConnects();
        memory.faults.cut(Role.SUBSCRIBE);
        await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 0);
        Subscription late = orders.onMessage(seen::add).onGap(newcomer::add).subscribe();
        memory.faults.allowConnects();
        late.ready().join();
        await().until(() -> gaps.size() == 1);
        orders.publish("x").join();
        await().until(() -> seen.size() == 2);
        assertThat(newcomer).isEmpty();
    }

    @Test
    void backoffGrowsFromMinToMaxAndStartsWithNone() {
        Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
        assertThat(backoff.afterFailures(0)).isZero();
        for (int failures = 1; failures < 100; failures++) {
            long ceiling = failures > 7 ? 5000 : Math.min(5000, 50L << (failures - 1));
            assertThat(backoff.afterFailures(failures))
                    .isBetween(Duration.ofMillis(ceiling / 2), Duration.ofMillis(ceiling));
        }
    }
}
