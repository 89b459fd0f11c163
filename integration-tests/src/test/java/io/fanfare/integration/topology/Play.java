package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.ClientState.Phase;
import io.fanfare.Fanfare;
import io.fanfare.ShardState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A publisher and a subscriber of a deployment with traffic between them, and what must hold at its end. */
final class Play implements AutoCloseable {
    private static final int CHANNELS = 24;
    private static final int PER_SECOND = 2_000;

    final Fanfare publisher;
    final Fanfare subscriber;
    final Numbers numbers;
    private final List<Hearing> hearings;

    Play(Site site, String transport) throws Exception {
        this(site, transport, Map.of());
    }

    /** Opens the clients, the subscriber with further settings, subscribes, and waits until each channel is heard. */
    Play(Site site, String transport, Map<String, String> settings) throws Exception {
        List<String> names = IntStream.range(0, CHANNELS)
                .mapToObj(number -> "play." + number)
                .toList();
        publisher = site.client(transport).build();
        subscriber = site.client(transport).setAll(settings).build();
        hearings = names.stream()
                .map(name -> new Hearing(name, site.channel(subscriber, name)))
                .toList();
        CompletableFuture.allOf(hearings.stream()
                        .map(hearing -> hearing.subscription.ready())
                        .toArray(CompletableFuture[]::new))
                .get(Numbers.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        numbers = new Numbers(
                names.stream().map(name -> site.channel(publisher, name)).toList(), PER_SECOND);
        numbers.awaitMore(20);
        awaitConnected();
    }

    /** Waits until both clients say that all is well. */
    void awaitConnected() {
        await().atMost(Numbers.PATIENCE)
                .untilAsserted(() -> assertThat(List.of(publisher.state(), subscriber.state()))
                        .allMatch(state -> state.phase() == Phase.CONNECTED));
    }

    /** Waits until so many subscriptions were told of a gap. */
    void awaitGaps(int subscriptions) {
        await().atMost(Numbers.PATIENCE)
                .untilAsserted(() -> assertThat(hearings)
                        .filteredOn(hearing -> !hearing.gaps().isEmpty())
                        .hasSizeGreaterThanOrEqualTo(subscriptions));
    }

    /** Waits until each of these subscriptions was told of so many gaps. */
    void awaitGaps(List<Integer> concerned, int gaps) {
        await().atMost(Numbers.PATIENCE)
                .untilAsserted(() -> assertThat(concerned)
                        .isNotEmpty()
                        .allMatch(number -> hearings.get(number).gaps().size() >= gaps, "has " + gaps + " gaps"));
    }

    /** Checks that no other subscription was told of a gap. */
    void assertOthersHadNoGap(List<Integer> concerned) {
        for (int number = 0; number < hearings.size(); number++) {
            if (!concerned.contains(number)) {
                assertThat(hearings.get(number).gaps()).as("gaps of " + number).isEmpty();
            }
        }
    }

    /** Returns how many topics the servers hold for the subscriber, as it knows. */
    int topicsHeld() {
        return subscriber.shards().stream().mapToInt(ShardState::topics).sum();
    }

    /** Tells whether the subscriber has found that something is wrong, whether or not it has mended it. */
    boolean isTroubleFound() {
        return subscriber.state().phase() != Phase.CONNECTED
                || hearings.stream().anyMatch(hearing -> !hearing.gaps().isEmpty());
    }

    /** Returns the subscriptions. */
    List<Hearing> hearings() {
        return hearings;
    }

    /**
     * Lets the traffic go on for a while over what there is now, ends it, and compares.
     *
     * @return how many publishes failed
     */
    long settle() {
        awaitConnected();
        numbers.awaitMore(50);
        List<List<Numbers.Publish>> published = numbers.end();
        for (int i = 0; i < hearings.size(); i++) {
            Hearing hearing = hearings.get(i);
            int last = published.get(i).size() - 1;
            assertThat(published.get(i).get(last).failure()).isNull();
            await().atMost(Numbers.PATIENCE)
                    .untilAsserted(() -> assertThat(hearing).matches(heard -> heard.has(last), "has heard " + last));
            assertThat(hearing.faults(published.get(i))).isEmpty();
        }
        return published.stream()
                .flatMap(List::stream)
                .filter(publish -> !publish.succeeded())
                .count();
    }

    /** Returns the longest gap of any subscription. */
    Duration longestGap() {
        return hearings.stream()
                .flatMap(hearing -> hearing.gaps().stream())
                .map(gap -> Duration.between(gap.start(), gap.end()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        numbers.close();
        subscriber.close();
        publisher.close();
    }
}
