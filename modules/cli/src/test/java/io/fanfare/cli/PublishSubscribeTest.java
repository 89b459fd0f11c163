package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishSubscribeTest {
    private static EmbeddedRedis redis;

    private final Screen subscriber = Screen.plain();
    private final Screen publisher = Screen.plain();

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static int run(Screen screen, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--uri", redis.uri()));
        return screen.run(all.toArray(String[]::new));
    }

    private CompletableFuture<Integer> subscribe(String... arguments) {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(subscriber, arguments));
        await().until(() -> subscriber.err().contains("subscribed to ") || exit.isDone());
        return exit;
    }

    private void publish(String... arguments) {
        assertThat(run(publisher, arguments)).as(publisher.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aMessageTravelsFromPubToSub() {
        CompletableFuture<Integer> exit = subscribe("sub", "orders", "news", "--count", "2");
        publish("pub", "orders", "{\"id\":7}");
        publish("pub", "news", "Grüße");
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(publisher.out().lines()).containsExactly("1", "1");
        assertThat(subscriber.out().lines()).containsExactlyInAnyOrder("orders\t{\"id\":7}", "news\tGrüße");
        assertThat(subscriber.err().lines())
                .containsExactly("subscribed to orders, news at " + redis.uri() + " with jedis");
    }

    @Test
    void aPatternShowsTheChannelOfEachMessage() {
        CompletableFuture<Integer> exit = subscribe("sub", "a.*", "--pattern", "--count", "2");
        publish("pub", "a.1", "one");
        publish("pub", "a.2", "two");
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("a.1\tone", "a.2\ttwo");
    }

    @Test
    void aShardChannelIsPublishedAndSubscribed() {
        CompletableFuture<Integer> exit = subscribe("sub", "s", "--shard", "--count", "1");
        publish("pub", "s", "one", "--shard");
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("s\tone");
    }

    @Test
    void aCountPublishesAgainAndAgain() {
        publish("pub", "nobody", "x", "--count", "3");
        assertThat(publisher.out().lines()).containsExactly("0", "0", "0");
    }

    @Test
    void bytesAreWrittenAndShownWithEscapes() {
        CompletableFuture<Integer> exit = subscribe("sub", "raw", "--count", "1");
        publish("pub", "raw", "\\x00\\xffa\\n", "--codec", "bytes");
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("raw\t\"\\x00\\xffa\\n\"");
    }

    @Test
    void standardInputIsOneMessageWithoutItsLastLineBreak() {
        CompletableFuture<Integer> exit = subscribe("sub", "input", "--count", "1");
        assertThat(run(Screen.withInput("one\ntwo\n"), "pub", "input", "-")).isEqualTo(ExitCode.OK);
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("input\t\"one\\ntwo\"");
    }

    @Test
    void standardInputAsBytesIsTakenAsItIs() {
        CompletableFuture<Integer> exit = subscribe("sub", "input", "--count", "1");
        assertThat(run(Screen.withInput("a\\n\n"), "pub", "input", "-", "--codec", "bytes"))
                .isEqualTo(ExitCode.OK);
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("input\t\"a\\\\n\\n\"");
    }

    @Test
    void messagePackIsWrittenAndReadAsJson() {
        CompletableFuture<Integer> exit = subscribe("sub", "packed", "--count", "1", "--codec", "msgpack");
        publish("pub", "packed", "{\"id\": 7, \"state\": \"PAID\"}", "--codec", "msgpack");
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("packed\t{\"id\":7,\"state\":\"PAID\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "typed", "json+gzip", "msgpack+zstd", "string+gzip", "bytes+zstd"})
    void composedCodecsAreNamedLikeOthers(String codec) {
        String value = "{\"text\":\"" + "long ".repeat(1_000) + "\"}";
        CompletableFuture<Integer> exit = subscribe("sub", "composed", "--count", "1", "--codec", codec);
        publish("pub", "composed", value, "--codec", codec);
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("composed\t" + value);
    }

    @Test
    void aPayloadOfAnotherCodecIsShownAsItIs() {
        CompletableFuture<Integer> exit = subscribe("sub", "mixed", "--count", "1", "--codec", "json");
        publish("pub", "mixed", "no json");
        assertThat(exit.join()).isEqualTo(ExitCode.OK);
        assertThat(subscriber.out().lines()).containsExactly("mixed\tno json");
        assertThat(subscriber.err())
                .contains("fanfare: a message on mixed is not of codec json and is shown as it is: ");
    }

    @Test
    void aRefusedSubscriptionIsAFailure() {
        try (EmbeddedRedis guarded = EmbeddedRedis.builder()
                .argument("--user", "default", "on", "nopass", "+@all", "resetchannels", "&open")
                .start()) {
            assertThat(subscriber.run("sub", "closed", "--uri", guarded.uri())).isEqualTo(ExitCode.FAILED);
            assertThat(subscriber.err())
                    .startsWith("fanfare: ")
                    .contains("NOPERM")
                    .hasLineCount(1);
        }
    }

    @Test
    void aWrongPasswordIsTold() {
        try (EmbeddedRedis guarded =
                EmbeddedRedis.builder().argument("--requirepass", "right").start()) {
            String uri = guarded.uri().replace("redis://", "redis://:wrong@");
            assertThat(publisher.run("pub", "a", "b", "--uri", uri)).isEqualTo(ExitCode.NOT_REACHED);
            assertThat(publisher.err())
                    .startsWith("fanfare: no Redis was reached at redis://")
                    .contains("WRONGPASS", "FANFARE_PASSWORD_FILE")
                    .doesNotContain("wrong@")
                    .hasLineCount(1);
        }
    }
}
