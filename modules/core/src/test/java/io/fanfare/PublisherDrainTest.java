package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a client whose topics have publishers. */
class PublisherDrainTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Memory memory = new Memory();
    private final Fanfare fanfare = memory.client().build();
    private final TypedChannel<String> orders = fanfare.channel("orders", String.class);

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    private NotingSubscriber subscribed(OverflowPolicy policy, String dispatcher, long demand) {
        NotingSubscriber probe = new NotingSubscriber(demand);
        orders.publisher(settings ->
                        settings.overflow(policy).dispatcher(dispatcher).queueMessages(100))
                .subscribe(probe);
        await().until(() -> memory.receivers(Channel.of("orders")) == 1);
        return probe;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            orders.publish("m" + i).join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordered", "inline", "concurrent"})
    void whatIsAskedForIsDeliveredAndThenTheSubscriberCompletes(String dispatcher) {
        NotingSubscriber probe = subscribed(OverflowPolicy.DROP_OLDEST, dispatcher, 1);
        probe.onNext = value -> probe.request(1);
        publish(50);
        DrainReport report = fanfare.drain(LONG);
        assertThat(report.complete()).isTrue();
        assertThat(probe.signals).hasSize(52).startsWith("subscribed", "m0").endsWith("m49", "complete");
        fanfare.close();
        assertThat(probe.signals).hasSize(52);
        assertThat(probe.overlaps).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyAsksForIsReportedWithoutWaitingForTheTimeout(OverflowPolicy policy) {
        NotingSubscriber probe = subscribed(policy, "ordered", 2);
        for (int i = 0; i < 2; i++) {
            int handed = i + 1;
            orders.publish("m" + i).join();
            await().until(() -> probe.count.get() == handed);
        }
        publish(3);
        DrainReport report = fanfare.drain(LONG);
        assertThat(report.complete()).isFalse();
        assertThat(report.undelivered()).isEqualTo(policy == OverflowPolicy.LATEST ? 1 : 3);
        assertThat(report.unconfirmed()).isZero();
        assertThat(report.elapsed()).isLessThan(LONG);
        assertThat(probe.signals).containsExactly("subscribed", "m0", "m1");
        fanfare.close();
        assertThat(probe.signals).containsExactly("subscribed", "m0", "m1", "complete");
    }

    @Test
    void aConnectionThatIsNotReadForLackOfDemandDelaysNothing() {
        NotingSubscriber probe = new NotingSubscriber(0);
        orders.publisher(settings -> settings.overflow(OverflowPolicy.BLOCK).queueMessages(2))
                .subscribe(probe);
        await().until(() -> memory.receivers(Channel.of("orders")) == 1);
        Subscription witness = orders.onMessage(message -> {}).subscribe();
        witness.ready().join();
        publish(2);
        await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 2);
        publish(600);
        DrainReport report = fanfare.drain(LONG);
        assertThat(report.complete()).isFalse();
        assertThat(report.undelivered()).isGreaterThanOrEqualTo(2);
        assertThat(report.elapsed()).isLessThan(LONG);
        assertThat(witness.queue().delivered()).isEqualTo(602);
        fanfare.close();
        assertThat(probe.signals).containsExactly("subscribed", "complete");
    }

    @Test
    void whoAsksAfterTheDrainStillGetsTheRestAndCompletes() {
        NotingSubscriber probe = subscribed(OverflowPolicy.DROP_OLDEST, "ordered", 0);
        publish(3);
        assertThat(fanfare.drain(LONG).undelivered()).isEqualTo(3);
        probe.request(3);
        await().until(() -> probe.signals.contains("complete"));
        fanfare.close();
        assertThat(probe.signals).containsExactly("subscribed", "m0", "m1", "m2", "complete");
    }

    @Test
    void aDrainWaitsForTheSubscriberThatIsBusy() throws InterruptedException {
        NotingSubscriber probe = subscribed(OverflowPolicy.DROP_OLDEST, "ordered", 1);
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Void> leave = new CompletableFuture<>();
        probe.onNext = value -> {
            entered.countDown();
            leave.join();
            probe.request(1);
        };
        publish(2);
        entered.await();
        CompletableFuture<DrainReport> drain = CompletableFuture.supplyAsync(() -> fanfare.drain(LONG));
        await().until(() -> memory.receivers(Channel.of("orders")) == 0);
        leave.complete(null);
        assertThat(drain.join().complete()).isTrue();
        assertThat(probe.signals).containsExactly("subscribed", "m0", "m1", "complete");
    }

    @Test
    void aSubscriberThatCancelsIsNotWaitedForAndHearsNothing() {
        NotingSubscriber probe = subscribed(OverflowPolicy.DROP_OLDEST, "ordered", 0);
        publish(3);
        CompletableFuture<DrainReport> drain = CompletableFuture.supplyAsync(() -> fanfare.drain(LONG));
        await().until(() -> memory.receivers(Channel.of("orders")) == 0);
        probe.subscription.join().cancel();
        assertThat(drain.join().undelivered()).isIn(0L, 3L);
        fanfare.close();
        assertThat(probe.signals).containsExactly("subscribed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingCanBeSubscribedToAfterADrain(boolean ownConnection) {
        assertThat(fanfare.drain(LONG).complete()).isTrue();
        NotingSubscriber probe = new NotingSubscriber(1);
        orders.publisher(settings -> ownConnection ? settings.ownConnection() : settings)
                .subscribe(probe);
        assertThat(probe.error.join())
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED))
                .hasMessageContaining("the client is being drained");
        fanfare.close();
        assertThat(probe.signals).containsExactly("subscribed", "error");
    }

    @Test
    void everySubscriberHearsOneEndHoweverTheClientEnds() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            List<NotingSubscriber> probes = new ArrayList<>();
            Fanfare client = memory.client().build();
            TypedChannel<String> channel = client.channel("many", String.class);
            Thread subscribing = new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    NotingSubscriber probe = new NotingSubscriber(i % 3);
                    probes.add(probe);
                    channel.publisher().subscribe(probe);
                    client.channel("many", String.class).publishAndForget("x");
                }
            });
            subscribing.start();
            if (round % 2 == 0) {
                client.drain(Duration.ofMillis(1));
            }
            client.close();
            subscribing.join();
            await().untilAsserted(() -> assertThat(probes)
                    .allSatisfy(probe -> assertThat(probe.signals.stream()
                                    .filter(signal -> signal.equals("complete") || signal.equals("error")))
                            .hasSize(1)));
            assertThat(probes).allSatisfy(probe -> {
                assertThat(probe.signals.get(0)).isEqualTo("subscribed");
                assertThat(probe.signals.get(probe.signals.size() - 1)).isIn("complete", "error");
                assertThat(probe.overlaps).hasValue(0);
            });
        }
    }
}
