package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscriptions come back by themselves and say once that messages may be missing. */
class ReturnIT {
    private static final String ALL = "io.fanfare.integration.client.Pairing#all";

    record Tick(int number) {}

    @ParameterizedTest
    @MethodSource(ALL)
    void afterItsConnectionIsKilled(Pairing pairing) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Fanfare fanfare = pairing.connect(redis.uri())) {
            TypedChannel<Tick> ticks = fanfare.channel("ticks", Tick.class);
            Handled onChannel = Handled.of(ticks);
            Handled onPattern = Handled.of(fanfare.pattern("tick?", Tick.class));
            assertThat(ticks.publish(new Tick(1)).get(30, TimeUnit.SECONDS)).isEqualTo(2);
            onChannel.await(1);
            onPattern.await(1);
            Instant before = Instant.now();

            assertThat(command(fanfare, "CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(new Reply.OfNumber(1));

            onChannel.await(2);
            onPattern.await(2);
            assertThat(ticks.publish(new Tick(2)).get(30, TimeUnit.SECONDS)).isEqualTo(2);
            onChannel.await(3);
            onPattern.await(3);
            assertOneGapBetween(onChannel, new Tick(1), new Tick(2));
            assertOneGapBetween(onPattern, new Tick(1), new Tick(2));
            Gap gap = onChannel.gaps().get(0);
            assertThat(gap.topic()).isEqualTo(ticks.topic());
            assertThat(gap.start()).isBefore(before.plusSeconds(1));
            assertThat(gap.end()).isAfterOrEqualTo(before);
            assertThat(gap.cause().code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void afterTheServerIsRestarted(Pairing pairing) throws Exception {
        EmbeddedRedis redis = EmbeddedRedis.start();
        int port = redis.port();
        try (Fanfare fanfare = pairing.connect(redis.uri())) {
            TypedChannel<Tick> ticks = fanfare.channel("ticks", Tick.class);
            Handled handled = Handled.of(ticks);
            assertThat(ticks.publish(new Tick(1)).get(30, TimeUnit.SECONDS)).isEqualTo(1);
            handled.await(1);

            redis.close();
            redis = EmbeddedRedis.builder().port(port).start();

            handled.await(2);
            assertThat(ticks.publish(new Tick(2)).get(30, TimeUnit.SECONDS)).isEqualTo(1);
            handled.await(3);
            assertOneGapBetween(handled, new Tick(1), new Tick(2));
        } finally {
            redis.close();
        }
    }

    private static void assertOneGapBetween(Handled handled, Tick first, Tick second) {
        assertThat(handled.gaps()).hasSize(1);
        assertThat(handled.events).containsExactly(first, handled.gaps().get(0), second);
    }

    private static Reply command(Fanfare fanfare, String... arguments) throws Exception {
        try (Lease<CommandConnection> lease = fanfare.leaseCommands(Duration.ofSeconds(20))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)) {
            return lease.connection().call(arguments).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }
}
