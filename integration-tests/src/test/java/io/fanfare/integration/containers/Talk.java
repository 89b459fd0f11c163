package io.fanfare.integration.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.ClientState;
import io.fanfare.ClientState.Phase;
import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Gap;
import io.fanfare.TypedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A subscriber that hears numbered messages which a publisher sends all the time, and what it was told. */
final class Talk implements AutoCloseable {
    /** How long a condition is waited for that comes true in far less. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long EVERY_NANOS = 2_000_000;
    private static final Duration CLOCK_SLACK = Duration.ofMillis(20);

    /** One publish: when it was called, and when and how it was answered. */
    private record Sent(Instant before, CompletableFuture<Instant> after) {}

    private final Fanfare subscriber;
    private final Fanfare publisher;
    private final TypedChannel<Integer> channel;
    private final List<ClientState> states = new CopyOnWriteArrayList<>();
    private final List<Integer> heard = new ArrayList<>();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<Object> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger hearings = new AtomicInteger();
    private final List<Sent> sent = new ArrayList<>();
    private final Thread thread = new Thread(this::publish, "fanfare-it-talk");
    private volatile boolean stopped;

    /** Subscribes, and publishes until the first message is heard. */
    Talk(String transport, String subscribeAt, String publishAt, UnaryOperator<FanfareBuilder> settings) {
        subscriber = settings.apply(client(transport, subscribeAt))
                .onState(states::add)
                .build();
        boolean open = false;
        Fanfare second = null;
        try {
            subscriber
                    .channel("numbers", Integer.class)
                    .onMessage(this::hear)
                    .onGap(gaps::add)
                    .onError(failures::add)
                    .subscribe()
                    .ready()
                    .join();
            second = settings.apply(client(transport, publishAt)).build();
            publisher = second;
            channel = publisher.channel("numbers", Integer.class);
            thread.setDaemon(true);
            thread.start();
            awaitMore();
            open = true;
        } finally {
            if (!open) {
                stopped = true;
                subscriber.close();
                if (second != null) {
                    second.close();
                }
            }
        }
    }

    /** Returns a client that gives a connection up after 2 s of silence, and that tries again often. */
    private static FanfareBuilder client(String transport, String uri) {
        return Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("json")
                .set("ping.interval", "500ms")
                .set("ping.timeout", "1500ms")
                .set("publish.answer-timeout", "2s")
                .set("reconnect.max-backoff", "200ms");
    }

    private void hear(Integer number) {
        synchronized (heard) {
            heard.add(number);
        }
        hearings.incrementAndGet();
    }

    private void publish() {
        while (!stopped) {
            CompletableFuture<Instant> after = new CompletableFuture<>();
            Sent publish = new Sent(Instant.now(), after);
            int number;
            synchronized (sent) {
                number = sent.size();
                sent.add(publish);
            }
            // a failed publish may have arrived or not; when it failed is all that is asked
            CompletableFuture<?> unused =
                    channel.publish(number).whenComplete((receivers, failure) -> after.complete(Instant.now()));
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    /** Waits until the subscriber knows that it lost its connection. */
    void awaitLoss(Instant after) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> states.stream()
                        .anyMatch(state -> state.phase() == Phase.RECONNECTING
                                && !state.since().isBefore(after)));
    }

    /** Waits until the subscriber is connected, was told of a gap, and hears messages after it. */
    void awaitReturn() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gaps).isNotEmpty();
            assertThat(subscriber.state().phase()).isEqualTo(Phase.CONNECTED);
        });
        awaitMore();
    }

    /** Waits until a message is heard that is published from now on. */
    private void awaitMore() {
        int from;
        synchronized (sent) {
            from = sent.size();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            synchronized (heard) {
                return !heard.isEmpty() && heard.get(heard.size() - 1) >= from;
            }
        });
    }

    /** Ends the publishing and settles: nothing twice, nothing out of order, and all that is missing is in the gaps. */
    void settle(int expectedGaps) {
        awaitMore();
        stopPublishing();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> sent.stream().allMatch(each -> each.after().isDone()));
        int last = sent.size() - 1;
        List<Integer> numbers;
        Awaitility.await().atMost(PATIENCE).until(() -> {
            synchronized (heard) {
                return heard.get(heard.size() - 1) == last;
            }
        });
        synchronized (heard) {
            numbers = List.copyOf(heard);
        }
        assertThat(failures).isEmpty();
        assertThat(gaps).hasSize(expectedGaps);
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
        List<Integer> uncovered = new ArrayList<>();
        java.util.BitSet arrived = new java.util.BitSet();
        numbers.forEach(arrived::set);
        for (int number = numbers.get(0); number <= last; number++) {
            Sent message = sent.get(number);
            if (!arrived.get(number) && gaps.stream().noneMatch(gap -> covers(gap, message))) {
                uncovered.add(number);
            }
        }
        assertThat(uncovered).as("missing, and in none of %s", gaps).isEmpty();
    }

    private static boolean covers(Gap gap, Sent message) {
        return !gap.start().minus(CLOCK_SLACK).isAfter(message.after().join())
                && !gap.end().plus(CLOCK_SLACK).isBefore(message.before());
    }

    private void stopPublishing() {
        stopped = true;
        Awaitility.await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }

    @Override
    public void close() {
        try (subscriber;
                publisher) {
            stopPublishing();
        }
    }
}
