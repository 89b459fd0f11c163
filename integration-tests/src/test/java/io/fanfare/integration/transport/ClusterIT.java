package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shard channels on one node of a cluster, as core's topology will use them. */
class ClusterIT {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";

    private static TwoNodes cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new TwoNodes(Wiring.toRedis().get(0));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void oneCallSubscribesToChannelsOfSeveralSlots(Wiring wiring) {
        List<ShardChannel> channels = List.of(cluster.onFirst(), cluster.onFirst(), cluster.onFirst());
        Recorder recorder = new Recorder();
        try (Session session = new Session(wiring, cluster.first)) {
            session.subscriber(recorder, channels.toArray(ShardChannel[]::new));
            PublishConnection publisher = session.publisher();
            for (ShardChannel channel : channels) {
                assertThat(Results.of(publish(publisher, channel, channel.toString())))
                        .isEqualTo(1);
            }
            recorder.await(3);
            assertThat(recorder.texts())
                    .isEqualTo(channels.stream().map(ShardChannel::toString).toList());
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aChannelOfTheOtherNodeFailsAlone(Wiring wiring) {
        ShardChannel own = cluster.onFirst();
        ShardChannel foreign = cluster.onSecond();
        ShardChannel alsoOwn = cluster.onFirst();
        List<ShardChannel> channels = List.of(own, foreign, alsoOwn);
        try (Session session = new Session(wiring, cluster.first)) {
            SubscribeConnection subscriber = session.subscriber(new Recorder());
            Changes changes = new Changes();
            subscriber.subscribe(channels, changes);
            var failures = changes.await(channels);
            assertThat(failures).containsOnlyKeys(foreign);
            assertThat(failures.get(foreign))
                    .returns(ErrorCode.MOVED, PubSubException::code)
                    .hasMessageContaining("refused SSUBSCRIBE " + foreign + ": MOVED");
            assertThat(Results.of(publish(session.publisher(), alsoOwn, "m"))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void publishingToTheOtherNodesChannelFailsAsMoved(Wiring wiring) {
        ShardChannel own = cluster.onFirst();
        ShardChannel foreign = cluster.onSecond();
        try (Session session = new Session(wiring, cluster.first)) {
            PublishConnection publisher = session.publisher();
            var refused = publish(publisher, foreign, "m");
            var taken = publish(publisher, own, "m");
            assertThat(Results.failureOf(refused))
                    .returns(ErrorCode.MOVED, PubSubException::code)
                    .hasMessageContaining("refused SPUBLISH " + foreign + ": MOVED")
                    .hasMessageContaining(
                            String.valueOf(cluster.second.connect().port()));
            assertThat(Results.of(taken)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aSlotThatMovesAwayEndsItsSubscriptionAlone(Wiring wiring) {
        ShardChannel moving = cluster.onFirst();
        ShardChannel staying = cluster.onFirst();
        Channel classic = Session.channel("classic");
        Recorder recorder = new Recorder();
        try (Session session = new Session(wiring, cluster.first)) {
            SubscribeConnection subscriber = session.subscriber(recorder, moving, staying, classic);
            cluster.moveToSecond(moving);
            Recorder.waitUntil(() -> !recorder.unsubscribed.isEmpty(), () -> "no unsubscribe reported");

            PublishConnection publisher = session.publisher();
            assertThat(Results.of(publish(publisher, staying, "1"))).isEqualTo(1);
            assertThat(Results.of(publish(publisher, classic, "2"))).isEqualTo(1);
            recorder.await(2);
            assertThat(recorder.texts()).containsExactly("1", "2");
            Session.unsubscribe(subscriber, staying);
            Results.of(subscriber.ping());
            assertThat(recorder.unsubscribed).containsExactly(moving);
            assertThat(recorder.losses).isEmpty();

            Changes again = new Changes();
            subscriber.subscribe(List.of(moving), again);
            assertThat(again.await(List.of(moving)).get(moving)).returns(ErrorCode.MOVED, PubSubException::code);
        }
    }
}
