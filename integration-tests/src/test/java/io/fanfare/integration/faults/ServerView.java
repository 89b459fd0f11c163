package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Fanfare;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What the server says itself, asked over commands of a client that no fault concerns. */
final class ServerView {
    /** The private channels of clients, each of one connection. */
    private static final String PROBES = "fanfare:probe:*";

    private static final Pattern CHANNELS_HELD = Pattern.compile(" sub=(\\d+) ");
    private static final Pattern PATTERNS_HELD = Pattern.compile(" psub=(\\d+) ");

    private final Fanfare client;

    ServerView(Fanfare client) {
        this.client = client;
    }

    /** Returns the reply to a command. */
    Reply ask(String... arguments) throws Exception {
        try (Lease<CommandConnection> lease =
                client.leaseCommands(Duration.ofSeconds(20)).get(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            return lease.connection()
                    .call(arguments)
                    .toCompletableFuture()
                    .get(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Returns the reply to a command as text. */
    String askText(String... arguments) throws Exception {
        Reply reply = ask(arguments);
        return reply instanceof Reply.OfBytes text ? text.text() : reply.toString();
    }

    /** Waits until the server has this many connections that are subscribed. */
    void awaitSubscribers(int count) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                askText("CLIENT", "LIST", "TYPE", "pubsub").lines())
                        .hasSize(count));
    }

    /**
     * Waits until the server holds each channel this many times, in the order of the channels, so many patterns, and
     * nothing else but private channels.
     */
    void awaitHeld(List<String> channels, List<Integer> times, int patterns) {
        List<String> question = new ArrayList<>(List.of("PUBSUB", "NUMSUB"));
        question.addAll(channels);
        List<Reply> answer = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            answer.add(new Reply.OfBytes(channels.get(i).getBytes(StandardCharsets.UTF_8)));
            answer.add(new Reply.OfNumber(times.get(i)));
        }
        long held = times.stream().mapToInt(Integer::intValue).sum();
        Awaitility.await().atMost(Scene.PATIENCE).untilAsserted(() -> {
            String clients = askText("CLIENT", "LIST", "TYPE", "pubsub");
            assertThat(sum(CHANNELS_HELD, clients))
                    .as("sub= in %s", clients)
                    .isEqualTo(held + known(PROBES).size());
            assertThat(sum(PATTERNS_HELD, clients)).as("psub= in %s", clients).isEqualTo(patterns);
            assertThat(ask(question.toArray(String[]::new))).isEqualTo(new Reply.OfList(answer));
            assertThat(known("*")).hasSize(channels.size() + known(PROBES).size());
        });
    }

    /** Returns the channels that have subscribers. */
    private List<Reply> known(String pattern) throws Exception {
        Reply reply = ask("PUBSUB", "CHANNELS", pattern);
        assertThat(reply).isInstanceOf(Reply.OfList.class);
        return ((Reply.OfList) reply).values();
    }

    private static long sum(Pattern number, String text) {
        return number.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
