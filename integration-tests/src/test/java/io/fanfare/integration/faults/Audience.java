package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Fanfare;
import io.fanfare.SubscriptionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Subscriptions of one client: to every channel, to the first channel once more, and to a pattern of a few of them. */
final class Audience {
    /** The channels that the pattern matches are the first ten. */
    private static final String PATTERN = "ch.?";

    private static final int PATTERN_CHANNELS = 10;

    private final List<Receiver> receivers = new ArrayList<>();

    Audience(Fanfare client, List<String> channels, UnaryOperator<SubscriptionBuilder<String>> settings)
            throws Exception {
        for (String channel : channels) {
            receivers.add(new Receiver(channel, client.channel(channel, String.class), List.of(channel), settings));
        }
        String first = channels.get(0);
        receivers.add(new Receiver(first + " again", client.channel(first, String.class), List.of(first), settings));
        receivers.add(new Receiver(
                PATTERN,
                client.pattern(PATTERN, String.class),
                channels.subList(0, Math.min(PATTERN_CHANNELS, channels.size())),
                settings));
        CompletableFuture.allOf(receivers.stream()
                        .map(receiver -> receiver.subscription().ready())
                        .toArray(CompletableFuture[]::new))
                .get(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static List<String> channels(int count) {
        return IntStream.range(0, count).mapToObj(number -> "ch." + number).toList();
    }

    List<Receiver> receivers() {
        return receivers;
    }

    /** Waits until something holds for every receiver. */
    void await(Predicate<Receiver> condition) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(receivers.stream()
                                .filter(condition.negate())
                                .limit(5)
                                .toList())
                        .isEmpty());
    }
}
