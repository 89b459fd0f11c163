package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Fanfare;
import io.fanfare.Providers;
import io.fanfare.TypedChannel;
import io.fanfare.conformance.Conformance;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares docs/rights.md with what is sent, and its rules with what a server takes. */
class RightsDocumentIT {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`(?:, `[^|]*`)*) \\|.*");

    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private Transport transport;
    private CommandConnection admin;
    private List<String> document;

    @BeforeEach
    void connect() throws IOException {
        document = Files.readAllLines(Path.of(System.getProperty("fanfare.root"), "docs", "rights.md"));
        transport = Providers.discover().transport("jedis").open(TransportOptions.defaults());
        admin = join(transport.connectCommand(Node.of(redis.host(), redis.port()), new ConnectionListener() {}));
    }

    @AfterEach
    void close() {
        transport.close();
        redis.close();
    }

    @Test
    void namesEveryCommandThatAClientSendsAndTheFullUserIsRefusedNothing() throws Exception {
        setUser("full");
        Set<String> sent = new TreeSet<>();
        for (Speaking speaking : Speaking.all()) {
            try (Tap tap = new Tap(redis.port())) {
                try (Fanfare fanfare = speaking.client(tap.uri()).build()) {
                    exercise(fanfare);
                }
                try (Fanfare fanfare = speaking.client(tap.uri())
                        .set("username", "full")
                        .set("password", "secret")
                        .set("ping.interval", "50ms")
                        .set("audit.interval", "200ms")
                        .set("probe.interval", "300ms")
                        .build()) {
                    boolean resp2 = speaking.protocol().equals("resp2");
                    Set<String> expected = resp2
                            ? Set.of("PING", "HELLO", "CLIENT ID", "CLIENT LIST")
                            : Set.of("PING", "HELLO", "CLIENT INFO");
                    Handled.of(fanfare.channel("app:b", String.class));
                    Awaitility.await().until(() -> tap.commands.containsAll(expected));
                    exercise(fanfare);
                }
                assertThat(tap.commands).contains("PUBLISH", "PSUBSCRIBE", "UNSUBSCRIBE");
                sent.addAll(tap.commands);
            }
        }
        assertThat(documented()).as("named in docs/rights.md").containsAll(sent);
        assertThat(call("ACL", "LOG")).as("what the full user was refused").isEqualTo(new Reply.OfList(List.of()));
    }

    @Test
    void namesEveryCommandThatTheSuiteSendsAndItsUserIsRefusedNothing() throws Exception {
        setUser("suite");
        try (Tap tap = new Tap(redis.port())) {
            Conformance.builder()
                    .uri(tap.uri().replace("//", "//suite:secret@"))
                    .transports(List.of("redisson"))
                    .codecs(List.of("json"))
                    .quick(true)
                    .build()
                    .run();
            assertThat(tap.commands).contains("CLIENT LIST", "PUBSUB NUMSUB");
            assertThat(documented()).as("named in docs/rights.md").containsAll(tap.commands);
            assertThat(call("ACL", "LOG")).as("what it was refused").isEqualTo(new Reply.OfList(List.of()));
        }
    }

    @Test
    void theServerTakesEveryRule() {
        setUser("minimal");
        Set<String> rules = new TreeSet<>();
        Matcher rule = Pattern.compile("`(\\+[a-z|\\\\]+)`").matcher(String.join("\n", document));
        while (rule.find()) {
            rules.add(rule.group(1).replace("\\", ""));
        }
        assertThat(rules).contains("+publish", "+client|info").hasSizeGreaterThan(15);
        // Redis 7.0 does not know the subcommand
        rules.remove("+client|setinfo");
        for (String each : rules) {
            assertThat(call("ACL", "SETUSER", "rules", each)).as(each).hasToString("OK");
        }
    }

    private static void exercise(Fanfare fanfare) throws Exception {
        TypedChannel<String> channel = fanfare.channel("app:a", String.class);
        Handled handled = Handled.of(channel);
        Handled onPattern = Handled.of(fanfare.pattern("app:*", String.class));
        Handled onShard = Handled.of(fanfare.shardChannel("app:s", String.class));
        channel.publish("1").get(20, TimeUnit.SECONDS);
        fanfare.shardChannel("app:s", String.class).publish("1").get(20, TimeUnit.SECONDS);
        handled.await(1);
        onPattern.await(1);
        onShard.await(1);
        fanfare.eventBus().healthCheck(Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
        fanfare.drain(Duration.ofSeconds(20));
    }

    /** Runs the line of the document that sets a user. */
    private void setUser(String name) {
        String line = document.stream()
                .filter(each -> each.startsWith("ACL SETUSER " + name + " "))
                .findFirst()
                .orElseThrow();
        assertThat(call(line.split(" "))).hasToString("OK");
    }

    /** Returns the commands in the first column of the tables. */
    private Set<String> documented() {
        return document.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .flatMap(row ->
                        Pattern.compile("`([^`]*)`").matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    private Reply call(String... command) {
        return join(admin.call(command));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
