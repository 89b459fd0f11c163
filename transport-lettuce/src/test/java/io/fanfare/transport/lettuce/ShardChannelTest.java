package io.fanfare.transport.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardChannelTest {
    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void receivesShardMessagesAmongPings(Protocol protocol) {
        Recorder recorder = new Recorder();
        try (Fixture redis = Fixture.cluster(protocol)) {
            SubscribeConnection subscriber = redis.subscriber(recorder);
            ShardChannel a = ShardChannel.of("a");
            ShardChannel b = ShardChannel.of("b");
            assertThat(Fixture.subscribe(subscriber, a)).isNull();
            assertThat(Fixture.subscribe(subscriber, b)).isNull();
            assertThat(Fixture.subscribe(subscriber, Channel.of("a"))).isNull();
            PublishConnection publisher = redis.publisher();
            for (int i = 0; i < 5_000; i++) {
                var unused = Fixture.publishing(publisher, i % 2 == 0 ? a : b, "m" + i);
                if (i % 50 == 0) {
                    CompletableFuture<Void> ping = subscriber.ping().toCompletableFuture();
                    if (i % 1_000 == 0) {
                        Fixture.get(ping);
                    }
                }
            }
            await().until(() -> recorder.messages.get() == 5_000);
            assertThat(Fixture.unsubscribe(subscriber, a)).isNull();
            assertThat(Fixture.publish(publisher, a, "late")).isZero();
            assertThat(Fixture.publish(publisher, Channel.of("a"), "classic")).isEqualTo(1);
            await().until(() -> recorder.messages.get() == 5_001);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void tellsOfASubscriptionThatTheServerEnded(Protocol protocol) {
        Recorder recorder = new Recorder();
        try (Fixture redis = Fixture.cluster(protocol)) {
            SubscribeConnection subscriber = redis.subscriber(recorder);
            ShardChannel moved = ShardChannel.of("moved");
            Fixture.subscribe(subscriber, moved);
            redis.admin("CLUSTER", "DELSLOTS", slot(redis, "moved"));
            await().until(() -> recorder.events.equals(List.of("unsubscribed moved")));
            Fixture.get(subscriber.ping());
            assertThat(Fixture.subscribe(subscriber, moved).code()).isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
            Fixture.get(subscriber.ping());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RESP2", "RESP3"})
    void confirmsAnUnsubscribeThatRacesWithTheServers(Protocol protocol) {
        Recorder recorder = new Recorder();
        try (Fixture redis = Fixture.cluster(protocol)) {
            SubscribeConnection subscriber = redis.subscriber(recorder);
            ShardChannel first = ShardChannel.of("{x}1");
            ShardChannel second = ShardChannel.of("{x}2");
            ShardChannel third = ShardChannel.of("{x}3");
            for (ShardChannel topic : List.of(first, second, third)) {
                assertThat(Fixture.subscribe(subscriber, topic)).isNull();
            }
            subscriber.pause();
            redis.admin("PING"); // the pause is in effect: one event loop
            redis.admin("CLUSTER", "DELSLOTS", slot(redis, "{x}1"));
            Fixture.Answer one = new Fixture.Answer();
            Fixture.Answer two = new Fixture.Answer();
            subscriber.unsubscribe(List.of(second), two);
            subscriber.unsubscribe(List.of(first), one);
            CompletableFuture<Void> ping = subscriber.ping().toCompletableFuture();
            subscriber.resume();
            assertThat(Fixture.get(one.future)).isEmpty();
            assertThat(Fixture.get(two.future)).isEmpty();
            Fixture.get(ping);
            assertThat(recorder.events).containsExactly("unsubscribed {x}3");
            assertThat(Fixture.subscribe(subscriber, Channel.of("still in order")))
                    .isNull();
        }
    }

    private static String slot(Fixture redis, String name) {
        return Long.toString(((Reply.OfNumber) redis.admin("CLUSTER", "KEYSLOT", name)).value());
    }
}
