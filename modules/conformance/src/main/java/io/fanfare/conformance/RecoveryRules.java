package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.DrainReport;
import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.TypedChannel;
import io.fanfare.spi.Codec;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What a client does when a connection is lost, and when it is closed. */
final class RecoveryRules {
    private static final Duration CLOCK_SLACK = Duration.ofMillis(20);
    private static final int FORGOTTEN = 20_000;
    private static final int KILLS = 5;
    private static final int DRAINED = 200;
    private static final int BEFORE_QUIET = 50;
    private static final int BEFORE_KILL = 60;
    private static final int AFTER_GAP = 30;

    private RecoveryRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "GAP-01",
                        "a subscription MUST come back after its connection is killed, and tell the gap",
                        RecoveryRules::gap),
                must(
                        "GAP-02",
                        "the window of a gap MUST cover every message that was lost in it",
                        RecoveryRules::window),
                must(
                        "POOL-01",
                        "publishing MUST go on after the publish connection is killed",
                        RecoveryRules::publishing),
                must(
                        "POOL-02",
                        "the failure of a fire-and-forget publish MUST reach the observer",
                        RecoveryRules::forgotten),
                must("CLOSE-01", "closing a client MUST leave no connection and no thread", RecoveryRules::close),
                must("CLOSE-02", "drain() MUST have what came handled, and report what is left", RecoveryRules::drain));
    }

    private static void gap(Bench bench) {
        ServerClients server = bench.server();
        Fanfare client = bench.client("gap");
        TypedChannel<Event> channel = client.channel(bench.channelName("gap"), Event.class);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, channel);
        Instant killed = Instant.now();
        server.kill(server.subscribed(bench.clientName("gap")));
        bench.await(() -> !arrivals.gaps().isEmpty(), "a gap event after CLIENT KILL", () -> "none");
        bench.await(channel.publish(Event.of(1, 1, 0)), "the receiver count of a publish");
        arrivals.await(bench, 1);
        Violation.unlessEqual(1, arrivals.gaps().size(), "gap events of one killed connection");
        Gap gap = arrivals.gaps().get(0);
        Violation.unless(
                covers(gap, killed, killed) && gap.cause().code() == ErrorCode.CONNECTION_LOST,
                "expected a gap by CONNECTION_LOST that contains the kill at " + killed + ", saw " + gap);
    }

    private static void window(Bench bench) {
        ServerClients server = bench.server();
        Fanfare client = bench.client("window");
        TypedChannel<Event> channel = client.channel(bench.channelName("window"), Event.class);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, channel);
        Link outside = Link.open(bench);
        Codec<Event> codec = bench.target().codec().codec(TypeRef.of(Event.class));
        List<Sent> sent = new ArrayList<>();
        long deadline = System.nanoTime() + bench.target().patience().toNanos();
        while (System.nanoTime() - deadline < 0) {
            long receivers = publish(outside, channel, codec, sent);
            if (sent.size() == BEFORE_QUIET) {
                bench.quiet();
            }
            if (sent.size() == BEFORE_KILL) {
                server.kill(server.subscribed(bench.clientName("window")));
            }
            if (sent.size() > BEFORE_KILL && receivers == 1 && !arrivals.gaps().isEmpty()) {
                break;
            }
        }
        // beyond the slack for clocks
        bench.quiet();
        bench.quiet();
        for (int i = 0; i < AFTER_GAP; i++) {
            publish(outside, channel, codec, sent);
        }
        Violation.unlessEqual(1, arrivals.gaps().size(), "gap events of one killed connection");
        bench.comesTrue(() -> arrivals.has(sent.size() - 1), "the last of " + sent.size() + " events to arrive");
        Gap gap = arrivals.gaps().get(0);
        for (int i = 0; i < sent.size(); i++) {
            Violation.unless(
                    arrivals.has(i)
                            || covers(gap, sent.get(i).before(), sent.get(i).after()),
                    "expected " + gap + " to cover message " + i + " of " + sent.size() + ", which was lost at "
                            + sent.get(i));
        }
    }

    private static long publish(Link link, TypedChannel<Event> channel, Codec<Event> codec, List<Sent> sent) {
        Instant before = Instant.now();
        long receivers = link.publish(channel.topic(), codec.encode(Event.of(sent.size(), 1, 0)));
        sent.add(new Sent(before, Instant.now()));
        return receivers;
    }

    private static void publishing(Bench bench) {
        ServerClients server = bench.server();
        Fanfare client = bench.client("publishing");
        TypedChannel<Event> channel = client.channel(bench.channelName("publishing"), Event.class);
        bench.await(channel.publish(Event.of(0, 1, 0)), "the receiver count of a publish");
        server.kill(server.named(bench.clientName("publishing")));
        AtomicReference<String> last = new AtomicReference<>("no attempt");
        boolean worked = bench.comesTrue(
                () -> {
                    try {
                        bench.await(channel.publish(Event.of(1, 1, 0)), "a publish after CLIENT KILL");
                        return true;
                    } catch (PubSubException e) {
                        last.set(String.valueOf(e.getMessage()));
                        return false;
                    }
                },
                "a publish to succeed after CLIENT KILL");
        Violation.unless(worked, "expected a publish to succeed after CLIENT KILL, saw at last: " + last.get());
    }

    private static void forgotten(Bench bench) {
        ServerClients server = bench.server();
        Failures observer = new Failures();
        Fanfare client = bench.open(bench.clientBuilder("forgotten").observer(observer));
        TypedChannel<Event> channel = client.channel(bench.channelName("forgotten"), Event.class);
        int calls = 0;
        for (int kill = 1; kill <= KILLS && observer.failed.get() == 0; kill++) {
            String name = bench.clientName("forgotten");
            bench.await(() -> !server.named(name).isEmpty(), "a connection of the client in CLIENT LIST", () -> "none");
            List<Long> ids = server.named(name);
            for (int i = 0; i < FORGOTTEN && observer.failed.get() == 0; i++) {
                channel.publishAndForget(Event.of(calls++, 1, 0));
                if (i == FORGOTTEN / 10) {
                    server.killSoon(ids);
                }
            }
        }
        int published = calls;
        bench.await(
                () -> observer.failed.get() > 0,
                "the observer to hear of failed publishes after CLIENT KILL",
                () -> "none of " + published + " reported as failed");
        Violation.unless(
                observer.failed.get() <= calls,
                "expected at most one failure for each of " + calls + " publishes, saw " + observer.failed.get());
    }

    private static void close(Bench bench) {
        useAndClose(bench, "warm", () -> {});
        Threads before = Threads.current();
        useAndClose(bench, "closed", () -> {});
        before.awaitNoneNew(bench);
        ServerClients server = bench.server();
        useAndClose(bench, "listed", () -> server.requireNamed(bench.clientName("listed")));
        bench.await(
                () -> server.named(bench.clientName("listed")).isEmpty(),
                "no connection of the client in CLIENT LIST after close()",
                () -> server.named(bench.clientName("listed")).size() + " of them");
    }

    private static void drain(Bench bench) {
        Fanfare client = bench.client("drained");
        TypedChannel<Event> channel = client.channel(bench.channelName("drained"), Event.class);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, channel);
        for (int i = 0; i < DRAINED - 1; i++) {
            channel.publishAndForget(Event.of(i, 1, 0));
        }
        bench.await(channel.publish(Event.of(DRAINED - 1, 1, 0)), "the receiver count of a publish");
        DrainReport all = client.drain(bench.target().patience());
        int handled = arrivals.events().size();
        bench.quiet();
        int later = arrivals.events().size();
        Violation.unless(
                all.complete() && handled == DRAINED && later == DRAINED && all.unanswered() == 0,
                "expected a complete drain() after all " + DRAINED + " events were handled, saw " + all + ", " + handled
                        + " events handled when it returned and " + later + " later");
        Fanfare left = bench.client("left");
        HeldUp heldUp = HeldUp.begin(bench, left.channel(bench.channelName("left"), Event.class), settings -> settings);
        heldUp.publish(1, DRAINED);
        heldUp.awaitReceived(DRAINED + 1);
        DrainReport some = left.drain(Duration.ofMillis(100));
        Violation.unless(
                !some.complete() && some.undelivered() == DRAINED && some.unconfirmed() == 0 && some.unanswered() == 0,
                "expected drain() to report " + DRAINED + " events behind a handler that blocks as undelivered, saw "
                        + some);
    }

    private static void useAndClose(Bench bench, String role, Runnable beforeClose) {
        Fanfare client = bench.client(role);
        TypedChannel<Event> channel = client.channel(bench.channelName(role), Event.class);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, channel);
        bench.await(channel.publish(Event.of(3, 1, 0)), "the receiver count of a publish");
        arrivals.await(bench, 3);
        beforeClose.run();
        client.close();
        client.close();
    }

    private static boolean covers(Gap gap, Instant from, Instant to) {
        return !gap.start().minus(CLOCK_SLACK).isAfter(to)
                && !gap.end().plus(CLOCK_SLACK).isBefore(from);
    }

    /** When a publish was called and when it was answered. */
    private record Sent(Instant before, Instant after) {}

    private static final class Failures implements PubSubObserver {
        private final AtomicInteger failed = new AtomicInteger();

        @Override
        public void publishFailed(Destination channel, PubSubException cause) {
            failed.incrementAndGet();
        }
    }
}
