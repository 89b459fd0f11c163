package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.ClientState;
import io.fanfare.ClientState.Phase;
import io.fanfare.DrainReport;
import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import io.fanfare.faults.AppliedPlan;
import io.fanfare.faults.Direction;
import io.fanfare.faults.FaultProxy;
import io.fanfare.faults.Plan;
import io.fanfare.faults.Trigger;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of publishes, of attempts to connect and of the end of a client while nothing can be reached. */
final class OutageRules {
    private static final int PUBLISHES = 5_000;
    private static final long CUT_AFTER_BYTES = 400_000;
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private OutageRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "RES-07",
                        "the first attempt to reconnect MUST be immediate, and the next ones MUST keep the backoff",
                        OutageRules::backoff),
                must(
                        "RES-08",
                        "publishes across the loss of a connection MUST each end once, and no more arrive than were sent",
                        OutageRules::publishing),
                must(
                        "RES-09",
                        "a publish without a connection MUST wait as long as its timeout says, and then fail",
                        OutageRules::waiting),
                must("RES-10", "drain() and close() MUST return although nothing answers", OutageRules::closing));
    }

    private static void backoff(Bench bench) {
        FaultProxy proxy = bench.proxy();
        Attempts attempts = new Attempts();
        Fanfare client = bench.open(bench.clientBuilder("backoff", proxy)
                .set("reconnect.min-backoff", BACKOFF.toMillis() + "ms")
                .set("reconnect.max-backoff", BACKOFF.toMillis() + "ms")
                .observer(attempts));
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, client.channel(bench.channelName("backoff"), Event.class));
        AppliedPlan refusing = proxy.apply(Plan.refuse());
        proxy.apply(Plan.reset());
        bench.await(() -> attempts.failed.size() == 1, "an attempt to reconnect", () -> attempts.failed.size() + "");
        long first = attempts.failed.get(0) - attempts.lost.get(0);
        refusing.remove();
        bench.await(() -> arrivals.gaps().size() == 1, "a gap event after the refusal", () -> "none");
        long second = attempts.connected.get(attempts.connected.size() - 1) - attempts.failed.get(0);
        long least = BACKOFF.toNanos() / 2;
        Violation.unless(
                first < least,
                "expected the first attempt to reconnect at once, saw it fail " + first / 1_000_000
                        + " ms after the loss");
        Violation.unless(
                second >= least && attempts.failed.size() == 1,
                "expected the second attempt after a backoff of " + least / 1_000_000 + " to " + BACKOFF.toMillis()
                        + " ms, saw it succeed after " + second / 1_000_000 + " ms and " + attempts.failed.size()
                        + " failures");
    }

    private static void publishing(Bench bench) {
        FaultProxy proxy = bench.proxy();
        Ends ends = new Ends();
        Fanfare client = bench.open(bench.clientBuilder("cut", proxy).observer(ends));
        String name = bench.channelName("cut");
        TypedChannel<Event> outside = bench.client("past").channel(name, Event.class);
        Sequence arrived = new Sequence();
        AtomicInteger endings = new AtomicInteger();
        bench.await(
                outside.onMessage(event -> {
                            if (event.sequence() < 0) {
                                endings.incrementAndGet();
                            } else {
                                arrived.arrived(event.sequence());
                            }
                        })
                        .subscribe()
                        .ready(),
                "confirmation of a subscription");
        proxy.apply(Plan.reset().when(Trigger.bytes(Direction.TO_SERVER, CUT_AFTER_BYTES)));
        TypedChannel<Event> channel = client.channel(name, Event.class);
        List<CompletableFuture<Long>> results = new ArrayList<>();
        for (int i = 0; i < PUBLISHES; i++) {
            results.add(channel.publish(Event.of(i, 1, 0)));
        }
        CompletableFuture<?> all = CompletableFuture.allOf(results.toArray(CompletableFuture[]::new));
        bench.await(
                all::isDone,
                "each of " + PUBLISHES + " publishes to end",
                () -> results.stream().filter(CompletableFuture::isDone).count() + " of them");
        bench.await(outside.publish(Event.of(-1, 1, 0)), "the receiver count of a publish past the fault");
        bench.await(() -> endings.get() == 1, "the last message past the fault", () -> "none");
        bench.quiet();
        int failed = 0;
        for (int i = 0; i < PUBLISHES; i++) {
            boolean success = !results.get(i).isCompletedExceptionally();
            failed += success ? 0 : 1;
            Violation.unless(
                    !success || arrived.has(i),
                    "expected publish " + i + " to arrive, which was reported as received by "
                            + (success ? results.get(i).join() : 0) + ", saw it vanish");
        }
        Violation.unless(
                arrived.duplicated() == 0,
                "expected no publish to be sent again, saw " + arrived.duplicated() + " duplicates");
        Violation.unless(
                ends.published.get() == PUBLISHES - failed && ends.failed.get() == failed && failed > 0,
                "expected the observer to hear of " + (PUBLISHES - failed) + " publishes and " + failed
                        + " failures, 1 or more, saw " + ends.published + " and " + ends.failed);
    }

    private static void waiting(Bench bench) {
        FaultProxy proxy = bench.proxy();
        List<Phase> impatient = new CopyOnWriteArrayList<>();
        List<Phase> patient = new CopyOnWriteArrayList<>();
        TypedChannel<Event> failing = channel(bench, proxy, "impatient", "100ms", impatient);
        TypedChannel<Event> waiting = channel(bench, proxy, "patient", "1m", patient);
        AppliedPlan refusing = proxy.apply(Plan.refuse());
        proxy.apply(Plan.reset());
        bench.await(
                () -> impatient.contains(Phase.RECONNECTING) && patient.contains(Phase.RECONNECTING),
                "the notice of a reset by two clients",
                () -> impatient + " and " + patient);
        CompletableFuture<Long> late = waiting.publish(Event.of(0, 1, 0));
        try {
            bench.await(failing.publish(Event.of(0, 1, 0)), "the failure of a publish without a connection");
            throw new Violation("expected a publish without a connection to fail after 100 ms, saw it succeed");
        } catch (PubSubException e) {
            Violation.unless(
                    e.code().kind() == ErrorCode.Kind.TRANSIENT,
                    "expected a transient failure of a publish without a connection, saw " + e.getMessage());
        }
        Violation.unless(
                !late.isDone(), "expected a publish with a timeout of 1 min to wait for a connection, saw it end");
        refusing.remove();
        bench.await(late, "the receiver count of a publish that waited for a connection");
    }

    private static TypedChannel<Event> channel(
            Bench bench, FaultProxy proxy, String role, String timeout, List<Phase> phases) {
        Fanfare client = bench.open(bench.clientBuilder(role, proxy)
                .set("publish.timeout", timeout)
                .set("reconnect.max-backoff", "100ms")
                .onState((ClientState state) -> phases.add(state.phase())));
        TypedChannel<Event> channel = client.channel(bench.channelName(role), Event.class);
        bench.await(channel.publish(Event.of(0, 1, 0)), "the receiver count of a publish before the fault");
        return channel;
    }

    private static void closing(Bench bench) {
        FaultProxy proxy = bench.proxy();
        Fanfare client = bench.open(bench.clientBuilder("closing", proxy));
        TypedChannel<Event> channel = client.channel(bench.channelName("closing"), Event.class);
        new Arrivals().subscribe(bench, channel);
        proxy.apply(Plan.blackHole());
        CompletableFuture<Long> unanswered = channel.publish(Event.of(0, 1, 0));
        DrainReport left = bench.await(
                CompletableFuture.supplyAsync(() -> client.drain(Duration.ofMillis(300))),
                "drain(300 ms) to return although nothing answers");
        Violation.unless(
                !left.complete() && left.unconfirmed() == 1 && left.unanswered() == 1,
                "expected drain() to report 1 topic unconfirmed and 1 publish unanswered, saw " + left);
        bench.await(CompletableFuture.runAsync(client::close), "close() to return although nothing answers");
        try {
            bench.await(unanswered, "the failure of a publish that was unanswered at close()");
            throw new Violation("expected CLOSED of a publish that was unanswered at close(), saw it succeed");
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CONNECTION_LOST,
                    "expected CLOSED of a publish that was unanswered at close(), saw " + e.getMessage());
        } catch (CompletionException e) {
            throw new Violation("expected CLOSED of a publish that was unanswered at close(), saw " + e);
        }
    }

    /** How each publish ended, by the observer's word. */
    private static final class Ends implements PubSubObserver {
        private final AtomicInteger published = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void published(Destination channel, int bytes, long receivers, long nanos) {
            published.incrementAndGet();
        }

        @Override
        public void publishFailed(Destination channel, PubSubException cause) {
            failed.incrementAndGet();
        }
    }

    /** When the subscription connection was lost, when connecting failed and when it worked. */
    private static final class Attempts implements PubSubObserver {
        private final List<Long> lost = new CopyOnWriteArrayList<>();
        private final List<Long> failed = new CopyOnWriteArrayList<>();
        private final List<Long> connected = new CopyOnWriteArrayList<>();

        @Override
        public void connected(Node node, Role role, Duration elapsed) {
            if (role == Role.SUBSCRIBE) {
                connected.add(System.nanoTime());
            }
        }

        @Override
        public void disconnected(Node node, Role role, PubSubException cause) {
            if (role == Role.SUBSCRIBE) {
                (cause.code() == ErrorCode.CONNECTION_LOST ? lost : failed).add(System.nanoTime());
            }
        }
    }
}
