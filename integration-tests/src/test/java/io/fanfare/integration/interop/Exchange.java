package io.fanfare.integration.interop;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends every kind once between Fanfare and a program in another language, one way, in one format.
 *
 * @param setting a setting of the client, {@code name=value}; empty for none
 */
record Exchange(Language language, String codec, Direction direction, String setting) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Which way the values go. */
    enum Direction {
        TO_FANFARE,
        FROM_FANFARE
    }

    /** Returns how each kind looked to its receiver, by name; or why it was refused. */
    Map<String, String> run(EmbeddedRedis redis) throws Exception {
        try (Fanfare fanfare = connect(redis)) {
            return direction == Direction.FROM_FANFARE ? send(redis, fanfare) : receive(redis, fanfare);
        }
    }

    private Fanfare connect(EmbeddedRedis redis) {
        var builder = Fanfare.builder()
                .uri(redis.uri())
                .transport("lettuce")
                .codec(codec)
                .set("connect-timeout", "20s");
        if (!setting.isEmpty()) {
            builder.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return builder.build();
    }

    private String prefix() {
        return direction + "." + codec + "." + language + "." + setting + ".";
    }

    private Map<String, String> send(EmbeddedRedis redis, Fanfare fanfare) throws Exception {
        Map<String, String> heard = new LinkedHashMap<>();
        try (Peer peer = Peer.start(
                language, List.of("listen", redis.host(), Integer.toString(redis.port()), codec, prefix()))) {
            List<String> first = peer.next();
            if (!first.equals(List.of("ready"))) {
                throw new AssertionError(language + " did not subscribe, but said " + first + peer.untilExit());
            }
            for (Kind<?> kind : Kind.all()) {
                heard.put(kind.name(), publish(fanfare, kind) ? word(peer, kind) : "nobody listens");
            }
        }
        return heard;
    }

    private <T> boolean publish(Fanfare fanfare, Kind<T> kind) throws Exception {
        return fanfare.channel(Channel.of(prefix() + kind.name()), kind.type())
                        .publish(kind.value())
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                == 1;
    }

    /** Returns what the peer says of the message that it was sent last. */
    private static String word(Peer peer, Kind<?> kind) throws InterruptedException {
        List<String> words = peer.next();
        if (words.size() != 3 || !words.get(1).equals(kind.name())) {
            throw new AssertionError("of " + kind + " the peer says " + words);
        }
        return words.get(0).equals("heard") ? words.get(2) : "refused: " + words.get(2);
    }

    private Map<String, String> receive(EmbeddedRedis redis, Fanfare fanfare) throws Exception {
        Map<String, String> received = new ConcurrentHashMap<>();
        for (Kind<?> kind : Kind.all()) {
            subscribe(fanfare, kind, received);
        }
        Path table = table();
        Map<String, String> expected = new HashMap<>();
        try (Peer peer = Peer.start(
                language,
                List.of("send", redis.host(), Integer.toString(redis.port()), codec, prefix(), table.toString()))) {
            for (List<String> words : peer.untilExit()) {
                if (words.size() == 3
                        && words.get(0).equals("sent")
                        && words.get(2).equals("1")) {
                    expected.put(words.get(1), "");
                } else {
                    received.put(words.size() == 3 ? words.get(1) : "", "not sent: " + words);
                }
            }
        }
        Files.delete(table);
        Awaitility.await().atMost(PATIENCE).until(() -> received.keySet().containsAll(expected.keySet()));
        return received;
    }

    private <T> void subscribe(Fanfare fanfare, Kind<T> kind, Map<String, String> received) throws Exception {
        TypedChannel<T> channel = fanfare.channel(Channel.of(prefix() + kind.name()), kind.type());
        Subscription subscription = channel.onMessage(
                        value -> received.put(kind.name(), Sight.own().of(value)))
                .onError(failure -> received.put(kind.name(), "refused: " + failure.getMessage()))
                .subscribe();
        subscription.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Writes the values that the peer is to publish. */
    private static Path table() throws IOException {
        List<Map<String, Object>> rows = Kind.all().stream()
                .map(kind -> Map.of("name", kind.name(), "value", (Object) Sight.node(kind.value())))
                .toList();
        Path table = Files.createTempFile(Path.of(System.getProperty("fanfare.target")), "interop", ".json");
        return Files.write(table, new JsonMapper().writeValueAsBytes(rows));
    }

    @Override
    public String toString() {
        String way = direction == Direction.TO_FANFARE ? language + " → fanfare" : "fanfare → " + language;
        return codec + " " + way + (setting.isEmpty() ? "" : " " + setting);
    }
}
