package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.SlowConsumer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a publisher of a topic does with messages that nobody asks for. */
class PublisherOverflowTest implements PubSubObserver {
    private final Memory memory = new Memory();
    private final List<String> dropped = new CopyOnWriteArrayList<>();
    private final List<SlowConsumer> episodes = new CopyOnWriteArrayList<>();
    private final Fanfare fanfare =
            memory.client().observer(this).set("reconnect.min-backoff", "1ms").build();
    private final TypedChannel<String> orders = fanfare.channel("orders", String.class);

    @AfterEach
    void close() {
        fanfare.close();
        memory.close();
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        dropped.add(policy + " " + message.topic());
    }

    @Override
    public void slowConsumer(SlowConsumer episode) {
        episodes.add(episode);
    }

    private NotingSubscriber subscribed(Flow.Publisher<Delivery<String>> publisher) {
        NotingSubscriber probe = new NotingSubscriber(0);
        publisher.subscribe(probe);
        await().until(() -> memory.receivers(Channel.of("orders")) == 1);
        return probe;
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            orders.publish("m" + i).join();
        }
    }

    @Test
    void blockReadsOnWhenDemandHasHalvedTheQueueAndLosesNothing() {
        Subscription witness = orders.onMessage(message -> {}).subscribe();
        witness.ready().join();
        NotingSubscriber probe = new NotingSubscriber(0);
        orders.publisher(settings -> settings.queueMessages(16).overflow(OverflowPolicy.BLOCK))
                .subscribe(probe);
        await().until(() -> memory.receivers(Channel.of("orders")) == 2);
        publish(0, 3_000);
        await().until(() -> witness.queue().delivered() == 3_000);
        assertThat(probe.signals).containsExactly("subscribed");
        for (int i = 0; i < 100; i++) {
            probe.request(1);
        }
        await().until(() -> probe.count.get() == 100);
        probe.request(Long.MAX_VALUE);
        await().until(() -> probe.count.get() == 3_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(probe.signals.get(i + 1)).isEqualTo("m" + i);
        }
        assertThat(dropped).isEmpty();
        await().until(() -> !episodes.isEmpty());
        assertThat(episodes).allSatisfy(episode -> assertThat(episode.dropped()).isZero());
    }

    @Test
    void blockStopsReadingWhileNothingIsAskedFor() {
        Gap[] gap = new Gap[1];
        NotingSubscriber probe = subscribed(orders.publisher(settings ->
                settings.queueMessages(2).overflow(OverflowPolicy.BLOCK).onGap(told -> gap[0] = told)));
        publish(0, 50);
        int connections = memory.faults.connections(Role.SUBSCRIBE);
        memory.faults.cut(Role.SUBSCRIBE);
        publish(50, 60);
        assertThat(memory.faults.connections(Role.SUBSCRIBE))
                .as("the loss is not noticed while nothing is read")
                .isEqualTo(connections - 1);
        probe.request(Long.MAX_VALUE);
        await().until(() -> gap[0] != null);
        assertThat(probe.count.get()).isBetween(2, 50);
    }

    @Test
    void cancellingWhileReadingIsPausedClosesTheConnection() {
        NotingSubscriber probe = subscribed(
                orders.publisher(settings -> settings.queueMessages(2).overflow(OverflowPolicy.BLOCK)));
        publish(0, 50);
        probe.subscription.join().cancel();
        await().until(() -> memory.faults.connections(Role.SUBSCRIBE) == 0);
        assertThat(probe.signals).containsExactly("subscribed");
    }

    @Test
    void latestKeepsTheNewestOfEachChannel() {
        NotingSubscriber probe = new NotingSubscriber(0);
        fanfare.pattern("o*", String.class)
                .publisher(settings -> settings.overflow(OverflowPolicy.LATEST))
                .subscribe(probe);
        await().until(() -> orders.publish("first").join() == 1);
        TypedChannel<String> other = fanfare.channel("other", String.class);
        for (int i = 0; i < 10; i++) {
            orders.publish("a" + i).join();
            other.publish("b" + i).join();
        }
        await().until(() -> dropped.size() == 19);
        probe.request(10);
        await().until(() -> probe.count.get() == 2);
        assertThat(probe.signals).containsExactly("subscribed", "a9", "b9");
        assertThat(dropped).allMatch("LATEST o*"::equals);
        orders.publish("next").join();
        await().until(() -> probe.count.get() == 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "DROP_NEWEST"})
    void dropsAreCountedByPolicyAndTopicInOneEpisode(OverflowPolicy policy) {
        NotingSubscriber probe = subscribed(
                orders.publisher(settings -> settings.queueMessages(10).overflow(policy)));
        publish(0, 30);
        await().until(() -> dropped.size() == 20);
        assertThat(dropped).allMatch((policy + " orders")::equals);
        assertThat(episodes).isEmpty();
        probe.request(10);
        await().until(() -> episodes.size() == 1);
        assertThat(episodes.get(0).topic()).isEqualTo(Channel.of("orders"));
        assertThat(episodes.get(0).dropped()).isEqualTo(20);
        assertThat(episodes.get(0).worstMessages()).isEqualTo(10);
    }

    @Test
    void whatNobodyAsksForTakesFromTheBudgetOfOthers() {
        try (Fanfare narrow =
                memory.client().observer(this).set("queue.total-bytes", "1000").build()) {
            NotingSubscriber hoarder = new NotingSubscriber(0);
            narrow.channel("other", String.class).publisher().subscribe(hoarder);
            NotingSubscriber starved = new NotingSubscriber(0);
            narrow.channel("orders", String.class).publisher().subscribe(starved);
            await().until(() ->
                    memory.receivers(Channel.of("other")) == 1 && memory.receivers(Channel.of("orders")) == 1);
            fanfare.channel("other", String.class).publish("x".repeat(990)).join();
            orders.publish("m0m0m0").join();
            orders.publish("m1m1m1").join();
            await().until(() -> dropped.equals(List.of("DROP_OLDEST orders")));
            hoarder.subscription.join().cancel();
            publish(2, 5);
            starved.request(Long.MAX_VALUE);
            await().until(() -> starved.signals.contains("m4"));
            assertThat(starved.signals).containsExactly("subscribed", "m1m1m1", "m2", "m3", "m4");
            assertThat(dropped).hasSize(1);
        }
    }
}
