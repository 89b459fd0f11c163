package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPrefixTest {
    private final Memory memory = new Memory();
    private final Fanfare plain = memory.client().build();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        plain.close();
        memory.close();
    }

    private Fanfare prefixed(String prefix) {
        return memory.client()
                .channelPrefix(prefix)
                .set("reconnect.min-backoff", "1ms")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test:", "a*b?", "[ab]:", "\\", "^-]{ü}."})
    void thePrefixIsOnTheWireAndNowhereElse(String prefix) {
        List<Delivery<String>> wire = new CopyOnWriteArrayList<>();
        plain.pattern("*", String.class)
                .onDelivery(wire::add)
                .subscribe()
                .ready()
                .join();
        List<Delivery<String>> deliveries = new CopyOnWriteArrayList<>();
        try (Fanfare fanfare = prefixed(prefix)) {
            var orders = fanfare.channel("orders", String.class);
            var pattern = fanfare.pattern("ord*", String.class);
            Subscription first = orders.onDelivery(deliveries::add).subscribe();
            first.ready().join();
            Subscription second = pattern.onDelivery(deliveries::add).subscribe();
            second.ready().join();
            orders.publish("1").join();
            await().until(() -> deliveries.size() == 2 && wire.size() == 1);
            assertThat(wire.get(0).channel()).isEqualTo(Channel.of(prefix + "orders"));
            assertThat(deliveries)
                    .containsExactlyInAnyOrder(
                            new Delivery<>(Channel.of("orders"), Channel.of("orders"), "1"),
                            new Delivery<>(Pattern.of("ord*"), Channel.of("orders"), "1"));
            assertThat(first.topic()).isEqualTo(Channel.of("orders"));
            assertThat(second.topic()).isEqualTo(Pattern.of("ord*"));
            first.unsubscribe().join();
            second.unsubscribe().join();
            assertThat(orders.publish("2").join())
                    .as("only the observer is left")
                    .isEqualTo(1);
        }
    }

    @Test
    void shardChannelsHaveThePrefixToo() {
        List<Delivery<String>> wire = new CopyOnWriteArrayList<>();
        plain.shardChannel("p:s", String.class)
                .onDelivery(wire::add)
                .subscribe()
                .ready()
                .join();
        try (Fanfare fanfare = prefixed("p:")) {
            List<Delivery<String>> deliveries = new CopyOnWriteArrayList<>();
            var shard = fanfare.shardChannel("s", String.class);
            shard.onDelivery(deliveries::add).subscribe().ready().join();
            shard.publish("x").join();
            await().until(() -> deliveries.size() == 1 && wire.size() == 1);
            ShardChannel name = ShardChannel.of("s");
            assertThat(deliveries).containsExactly(new Delivery<>(name, name, "x"));
        }
    }

    @Test
    void clientsOfDifferentPrefixesDoNotHearEachOther() {
        try (Fanfare one = prefixed("*:");
                Fanfare two = prefixed("two:")) {
            one.pattern("*", String.class)
                    .onMessage(m -> seen.add("one " + m))
                    .subscribe()
                    .ready()
                    .join();
            two.pattern("*", String.class)
                    .onMessage(m -> seen.add("two " + m))
                    .subscribe()
                    .ready()
                    .join();
            assertThat(two.channel("c", String.class).publish("m").join()).isEqualTo(1);
            assertThat(one.channel("c", String.class).publish("m").join()).isEqualTo(1);
            await().until(() -> seen.size() == 2);
            assertThat(seen).containsExactlyInAnyOrder("two m", "one m");
        }
    }

    @Test
    void gapsFailuresAndRefusalsNameTopicsWithoutThePrefix() {
        List<Gap> gaps = new CopyOnWriteArrayList<>();
        List<MessageFailure> failures = new CopyOnWriteArrayList<>();
        try (Fanfare fanfare = prefixed("p:")) {
            Subscription pattern = fanfare.pattern("o*", String.class)
                    .onMessage(message -> {
                        throw new IllegalStateException("boom");
                    })
                    .onGap(gaps::add)
                    .onError(failures::add)
                    .subscribe();
            pattern.ready().join();
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> gaps.size() == 1);
            assertThat(gaps.get(0).topic()).isEqualTo(Pattern.of("o*"));
            fanfare.channel("orders", String.class).publish("x").join();
            await().until(() -> failures.size() == 1);
            assertThat(failures.get(0).rejected().topic()).isEqualTo(Pattern.of("o*"));
            assertThat(failures.get(0).rejected().channel()).isEqualTo(Channel.of("orders"));

            memory.faults.refuseSubscribing(Channel.of("p:secret"));
            Subscription refused =
                    fanfare.channel("secret", String.class).onMessage(seen::add).subscribe();
            assertThatThrownBy(() -> refused.ready().join())
                    .cause()
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_PERMISSION));
        }
    }

    @Test
    void anEndedSubscriptionComesBack() {
        List<Gap> gaps = new CopyOnWriteArrayList<>();
        try (Fanfare fanfare = prefixed("p:")) {
            fanfare.channel("orders", String.class)
                    .onMessage(seen::add)
                    .onGap(gaps::add)
                    .subscribe()
                    .ready()
                    .join();
            assertThat(memory.faults.endSubscriptions(Channel.of("p:orders"))).isEqualTo(1);
            await().until(() -> gaps.size() == 1);
            assertThat(gaps.get(0).topic()).isEqualTo(Channel.of("orders"));
        }
    }

    @Test
    void observersHearNamesWithoutThePrefix() {
        CompletableFuture<Destination> published = new CompletableFuture<>();
        CompletableFuture<Topic> gap = new CompletableFuture<>();
        PubSubObserver observer = new PubSubObserver() {
            @Override
            public void published(Destination channel, int bytes, long receivers, long nanos) {
                published.complete(channel);
            }

            @Override
            public void gap(Topic topic, Duration duration) {
                gap.complete(topic);
            }
        };
        try (Fanfare fanfare =
                memory.client().channelPrefix("p:").observer(observer).build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            orders.publish("x").join();
            assertThat(published.join()).isEqualTo(Channel.of("orders"));
            memory.faults.cut(Role.SUBSCRIBE);
            assertThat(gap.join()).isEqualTo(Channel.of("orders"));
        }
    }

    @Test
    void topicsAreTranslatedBackWhateverIsRemembered() {
        ChannelPrefix prefix = new ChannelPrefix("a[*]:");
        for (int i = 0; i < 10_000; i++) {
            for (Topic topic : List.of(Channel.of("c" + i), ShardChannel.of("c" + i), Pattern.of("c" + i))) {
                assertThat(prefix.given(prefix.onWire(topic))).isEqualTo(topic);
            }
        }
        assertThat(prefix.onWire((Topic) Pattern.of("c?"))).isEqualTo(Pattern.of("a\\[\\*]:c?"));
        assertThat(prefix.given((Topic) Channel.of("other"))).isEqualTo(Channel.of("other"));
        Channel known = Channel.of("known");
        assertThat(prefix.onWire(known)).isSameAs(prefix.onWire(Channel.of("known")));
        assertThat(prefix.given(Channel.of("a[*]:known"))).isSameAs(prefix.given(Channel.of("a[*]:known")));
    }

    @Test
    void keyspaceNotificationsHaveNoPrefix() {
        ChannelPrefix prefix = new ChannelPrefix("p:");
        for (Topic topic : List.of(Channel.of("__keyspace@0__:a"), Pattern.of("__keyevent@*__:*"))) {
            assertThat(prefix.onWire(topic)).isEqualTo(topic);
            assertThat(prefix.given(topic)).isEqualTo(topic);
        }
        assertThat(prefix.onWire((Topic) ShardChannel.of("__keyspace@0__:a")))
                .isEqualTo(ShardChannel.of("p:__keyspace@0__:a"));
    }
}
