package io.fanfare.transport.redisson;

import static io.fanfare.transport.redisson.Servers.admin;
import static io.fanfare.transport.redisson.Servers.join;
import static io.fanfare.transport.redisson.Servers.node;
import static io.fanfare.transport.redisson.Servers.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShardChannelTest {
    /** In slot 15495. */
    private static final ShardChannel SHARD = ShardChannel.of("a");

    private static final String SLOT = "15495";

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void aSlotThatLeavesTheNodeEndsItsSubscriptionsOnly(Protocol protocol) {
        RecordingListener listener = new RecordingListener();
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.PROTOCOL, protocol);
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .argument("--cluster-enabled", "yes")
                        .argument("--cluster-require-full-coverage", "no")
                        .start();
                Transport transport = open(options)) {
            admin(transport, redis, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await().until(() ->
                    admin(transport, redis, "CLUSTER", "INFO").toString().contains("cluster_state:ok"));
            SubscribeConnection connection = join(transport.connectSubscriber(node(redis), listener));
            PublishConnection publisher = join(transport.connectPublisher(node(redis), listener));
            connection.subscribe(List.of(Channel.of("c"), SHARD, ShardChannel.of("b")), listener);
            join(connection.ping());
            admin(transport, redis, "CLUSTER", "DELSLOTS", SLOT);
            await().until(() -> listener.events.size() == 4);
            assertThat(listener.events).containsExactly("completed c", "completed a", "completed b", "unsubscribed a");

            connection.unsubscribe(List.of(SHARD, ShardChannel.of("b")), listener);
            connection.subscribe(List.of(SHARD, Channel.of("d")), listener);
            join(connection.ping());
            assertThat(listener.events.subList(4, 8))
                    .containsExactly("completed a", "completed b", "completed a SERVER_UNAVAILABLE", "completed d");

            RecordingListener published = new RecordingListener();
            publisher.publish(ShardChannel.of("b"), Payload.of("1"), published);
            publisher.publish(SHARD, Payload.of("2"), published);
            publisher.publish(Channel.of("c"), Payload.of("3"), published);
            await().until(() -> published.events.size() == 3);
            assertThat(published.events).containsExactly("published 0", "failed SERVER_UNAVAILABLE", "published 1");
        }
    }
}
