package io.fanfare.conformance;

import io.fanfare.ClientState;
import io.fanfare.ClientState.Phase;
import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Gap;
import io.fanfare.faults.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A client behind a proxy that subscribes, and another one past the proxy that publishes all the time, so that whatever
 * a fault costs is known: numbered messages, in envelopes, on one or many channels.
 */
final class Trial implements AutoCloseable {
    static final Duration PING_INTERVAL = Duration.ofMillis(250);
    static final Duration PING_TIMEOUT = Duration.ofSeconds(1);

    private static final int MESSAGES_PER_SECOND = 4_000;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Bench bench;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<ClientState> states = new CopyOnWriteArrayList<>();
    private final Thread traffic = new Thread(this::publish, "fanfare-conformance-traffic");
    private int before;
    private volatile boolean stopped;

    /** Begins a trial: returns when each channel is subscribed to and its first message has arrived. */
    static Trial begin(Bench bench, FaultProxy proxy, int channels) {
        return begin(bench, channels, bench.clientBuilder("behind", proxy));
    }

    /** Begins a trial of a client that soon finds a silent connection. */
    static Trial beginWatched(Bench bench, FaultProxy proxy, int channels) {
        FanfareBuilder watched = bench.clientBuilder("behind", proxy)
                .set("ping.interval", PING_INTERVAL.toMillis() + "ms")
                .set("ping.timeout", PING_TIMEOUT.toMillis() + "ms")
                .set("connect-timeout", "500ms");
        return begin(bench, channels, watched);
    }

    private static Trial begin(Bench bench, int channels, FanfareBuilder builder) {
        Trial trial = bench.keep(new Trial(bench, channels, builder));
        trial.start();
        return trial;
    }

    private Trial(Bench bench, int channels, FanfareBuilder builder) {
        this.bench = bench;
        Fanfare publisher = bench.open(bench.clientBuilder("past").set("envelope", "on"));
        Fanfare subscriber = bench.open(builder.set("envelope", "on")
                .set("reconnect.max-backoff", "200ms")
                .onState(states::add));
        for (int i = 0; i < channels; i++) {
            String name = bench.channelName("lane" + i);
            lanes.add(new Lane(publisher.channel(name, Event.class), subscriber.channel(name, Event.class)));
        }
        traffic.setDaemon(true);
    }

    private void start() {
        CompletableFuture<?>[] ready = lanes.stream().map(Lane::ready).toArray(CompletableFuture<?>[]::new);
        bench.await(
                CompletableFuture.allOf(ready), "confirmation of " + lanes.size() + " subscriptions", patienceNanos());
        lanes.forEach(Lane::publish);
        bench.await(
                () -> lanes.stream().allMatch(lane -> lane.arrived() == 1),
                "the first message on each of " + lanes.size() + " channels",
                () -> lanes.stream().filter(lane -> lane.arrived() == 1).count() + " of them",
                patienceNanos());
        bench.await(
                () -> states.get(states.size() - 1).phase() == Phase.CONNECTED,
                "the state CONNECTED with every topic confirmed",
                () -> "states " + states);
        before = states.size();
        traffic.start();
    }

    /** Returns the patience for what all channels wait for. */
    private long patienceNanos() {
        return bench.target().patience().toNanos() + TimeUnit.MILLISECONDS.toNanos(lanes.size());
    }

    private void publish() {
        int perTick = (int) (MESSAGES_PER_SECOND * TICK_NANOS / TimeUnit.SECONDS.toNanos(1));
        for (int next = 0; !stopped; next += perTick) {
            for (int i = 0; i < perTick; i++) {
                lanes.get((next + i) % lanes.size()).publish();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Waits until the client knows of a loss, and returns how long after the fault that was. */
    Duration awaitLoss(Instant fault, String what) {
        bench.await(() -> lost() != null, "the notice of a loss after " + what, () -> "states " + since());
        return Duration.between(fault, lostAt());
    }

    /** Returns the states since the trial began. */
    private List<ClientState> since() {
        return since(states, before);
    }

    /** Returns what a list that grows meanwhile holds now, from an index on. */
    static <T> List<T> since(List<T> growing, int from) {
        List<T> now = List.copyOf(growing);
        return now.subList(from, now.size());
    }

    /** Returns the first state of a loss since the trial began; null for none. */
    private @Nullable ClientState lost() {
        return since().stream()
                .filter(state -> state.phase() == Phase.RECONNECTING)
                .findFirst()
                .orElse(null);
    }

    private Instant lostAt() {
        ClientState lost = lost();
        if (lost == null) {
            throw new Violation("expected the notice of a loss, saw states " + since());
        }
        return lost.since();
    }

    /**
     * Waits until every channel has its gap event and the client is connected, and returns how long that took from the
     * notice of the loss.
     */
    Duration awaitReturn() {
        bench.await(
                this::returned,
                "a gap event for each of " + lanes.size() + " subscriptions, and then the state CONNECTED",
                () -> lanes.stream().filter(lane -> !lane.gaps().isEmpty()).count() + " of them, and states " + since(),
                patienceNanos());
        return Duration.between(lostAt(), states.get(states.size() - 1).since());
    }

    private boolean returned() {
        return lanes.stream().noneMatch(lane -> lane.gaps().isEmpty())
                && states.get(states.size() - 1).phase() == Phase.CONNECTED;
    }

    /** Ends the traffic by a last message on each channel, waits for that, and judges all that came before. */
    void judge(int expectedGaps) {
        close();
        lanes.forEach(Lane::publishEnd);
        bench.await(
                () -> lanes.stream().allMatch(Lane::ended),
                "the end of the traffic on each of " + lanes.size() + " channels after the fault",
                () -> lanes.stream().filter(Lane::ended).count() + " of them",
                patienceNanos());
        // a hole that no gap explains makes a gap of its own, a moment later
        bench.quiet();
        lanes.forEach(lane -> lane.judge(expectedGaps));
        Instant connected = states.get(states.size() - 1).since().plus(Lane.CLOCK_SLACK);
        for (Lane lane : lanes) {
            for (Gap gap : lane.gaps()) {
                Violation.unless(
                        !gap.end().isAfter(connected),
                        "expected the state CONNECTED only when every topic is confirmed, saw it at " + connected
                                + " and a confirmation at " + gap.end());
            }
        }
    }

    /** Tells whether one gap of each channel contains a moment. */
    void judgeMoment(Instant fault) {
        for (Lane lane : lanes) {
            Violation.unless(
                    lane.gaps().stream().anyMatch(gap -> Lane.covers(gap, fault, Instant.now())),
                    "expected a gap that reaches behind the fault at " + fault + ", saw " + lane.gaps());
        }
    }

    int channels() {
        return lanes.size();
    }

    /** Ends the traffic; a second call does nothing. */
    @Override
    public void close() {
        stopped = true;
        try {
            traffic.join(bench.target().patience().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Violation("the check was interrupted");
        }
    }
}
