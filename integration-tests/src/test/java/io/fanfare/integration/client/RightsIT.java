package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.ClientState;
import io.fanfare.Fanfare;
import io.fanfare.Providers;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client does whose user may do next to nothing. */
class RightsIT {
    private static final String ALL = "io.fanfare.integration.client.Speaking#all";
    private static final List<String> RIGHTS =
            List.of("reset", "on", "resetchannels", "&app:*", "-@all", "+publish", "+subscribe", "+psubscribe");

    private EmbeddedRedis redis;
    private Transport transport;
    private CommandConnection admin;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start();
        Node node = Node.of(redis.host(), redis.port());
        command(
                node,
                TransportOptions.defaults(),
                "ACL",
                "SETUSER",
                "root",
                "reset",
                "on",
                ">root",
                "~*",
                "&*",
                "+@all");
        TransportOptions root =
                TransportOptions.defaults().with(TransportOptions.CREDENTIALS, () -> Credentials.of("root", "root"));
        transport = Providers.discover().transport("jedis").open(root);
        admin = join(transport.connectCommand(node, new ConnectionListener() {}));
    }

    @AfterEach
    void stop() {
        transport.close();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aUserOfThreeCommandsPublishesAndSubscribes(Speaking speaking) throws Exception {
        restrict("few", ">s3cret");
        try (LogLines log = new LogLines();
                Fanfare fanfare = speaking.client(redis)
                        .set("username", "few")
                        .set("password", "s3cret")
                        .build()) {
            exercise(fanfare);
            assertThat(log.lines()).hasSizeLessThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aDefaultUserOfThreeCommandsPublishesAndSubscribes(Speaking speaking) throws Exception {
        restrict("default", "nopass");
        try (LogLines log = new LogLines();
                Fanfare fanfare = speaking.client(redis).build()) {
            exercise(fanfare);
            assertThat(log.lines()).hasSizeLessThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void eachFunctionThatIsRefusedIsNamedInOneLine(Speaking speaking) throws Exception {
        restrict("few", ">s3cret");
        try (LogLines log = new LogLines();
                Fanfare fanfare = speaking.client(redis)
                        .set("username", "few")
                        .set("password", "s3cret")
                        .set("audit.interval", "50ms")
                        .set("probe.interval", "50ms")
                        .build()) {
            exercise(fanfare);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(fanfare.degraded())
                            .containsOnlyKeys(Function.AUDIT, Function.PROBE, Function.UNSUBSCRIBE));
            exercise(fanfare);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("is off until the server allows it"))
                    .hasSize(3);
            assertThat(log.lines()).hasSizeLessThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aRefusedPingIsASignOfLife(Speaking speaking) throws Exception {
        restrict("few", ">s3cret");
        try (LogLines log = new LogLines();
                Fanfare fanfare = speaking.client(redis)
                        .set("username", "few")
                        .set("password", "s3cret")
                        .set("ping.interval", "50ms")
                        .set("ping.timeout", "1s")
                        .build()) {
            Handled handled = Handled.of(fanfare.channel("app:a", String.class));
            await().atMost(Duration.ofSeconds(20)).until(() -> refusedPings() >= 2);
            assertThat(fanfare.state().phase()).isEqualTo(ClientState.Phase.CONNECTED);
            assertThat(fanfare.channel("app:a", String.class).publish("1").get(20, TimeUnit.SECONDS))
                    .isEqualTo(1);
            handled.await(1);
            assertThat(handled.events).containsExactly("1");
            assertThat(log.lines()).hasSizeLessThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aHealthCheckWithoutItsChannelFailsWithTheReason(Speaking speaking) {
        restrict("few", ">s3cret");
        try (Fanfare fanfare = speaking.client(redis)
                .set("username", "few")
                .set("password", "s3cret")
                .build()) {
            assertThatThrownBy(() -> join(fanfare.eventBus().healthCheck(Duration.ofSeconds(20))))
                    .hasCauseInstanceOf(PubSubException.class)
                    .hasMessageContaining("NO_PERMISSION");
        }
    }

    /** Publishes and subscribes, ends subscriptions and goes on. */
    private static void exercise(Fanfare fanfare) throws Exception {
        TypedChannel<String> channel = fanfare.channel("app:a", String.class);
        TypedChannel<String> other = fanfare.channel("app:b", String.class);
        Handled onChannel = Handled.of(channel);
        Handled onPattern = Handled.of(fanfare.pattern("app:*", String.class));
        assertThat(channel.publish("1").get(20, TimeUnit.SECONDS)).isEqualTo(2);
        onChannel.await(1);
        onPattern.await(1);

        Handled ended = new Handled();
        Subscription subscription = other.onMessage(ended.events::add).subscribe();
        subscription.ready().get(20, TimeUnit.SECONDS);
        subscription.close();
        for (int i = 0; i < 1_000; i++) {
            other.publishAndForget("unwanted");
        }
        channel.publish("2").get(20, TimeUnit.SECONDS);
        onChannel.await(2);
        onPattern.await(1_002);
        assertThat(onChannel.events).containsExactly("1", "2");
        assertThat(ended.events).isEmpty();

        Handled again = Handled.of(other);
        other.publish("3").get(20, TimeUnit.SECONDS);
        again.await(1);
        assertThat(again.events).containsExactly("3");
        assertThat(fanfare.state().phase()).isEqualTo(ClientState.Phase.CONNECTED);
    }

    private void restrict(String user, String password) {
        String[] command = new String[RIGHTS.size() + 4];
        command[0] = "ACL";
        command[1] = "SETUSER";
        command[2] = user;
        for (int i = 0; i < RIGHTS.size(); i++) {
            command[3 + i] = RIGHTS.get(i);
        }
        command[RIGHTS.size() + 3] = password;
        assertThat(call(command)).isEqualTo("OK");
    }

    private long refusedPings() {
        return call("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_ping:"))
                .map(line -> line.replaceAll(".*rejected_calls=(\\d+).*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private String call(String... command) {
        return join(admin.call(command)).toString();
    }

    private static Reply command(Node node, TransportOptions options, String... command) {
        try (Transport transport = Providers.discover().transport("jedis").open(options);
                CommandConnection connection = join(transport.connectCommand(node, new ConnectionListener() {}))) {
            return join(connection.call(command));
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
