package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.ChannelMapping;
import io.fanfare.Delivery;
import io.fanfare.EventBus;
import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The event bus, {@link Flow.Publisher} and the channel prefix. */
final class BusRules {
    private BusRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("BUS-01", "an event MUST reach each handler of its name, and once() but once", BusRules::byName),
                must("BUS-02", "an event MUST reach handlers of a wildcard with its own name", BusRules::byWildcard),
                must(
                        "BUS-03",
                        "waitFor() MUST hear the answer to what it emits, and fail as TIMEOUT without one",
                        BusRules::waiting),
                must(
                        "BUS-04",
                        "what is broadcast MUST reach every member, and what is emitted only those addressed",
                        BusRules::broadcast),
                must("BUS-05", "healthCheck() MUST send a message through the server and back", BusRules::health),
                must(
                        "FLO-01",
                        "a Flow.Publisher MUST hand over as much as was asked for, in order, and no more",
                        BusRules::demand),
                must(
                        "PRE-01",
                        "a channel prefix MUST separate clients on the wire and be nowhere else",
                        BusRules::prefix));
    }

    private static void byName(Bench bench) {
        EventBus bus = bench.client("bus").eventBus(mapping(bench, ""));
        List<Long> heard = new CopyOnWriteArrayList<>();
        List<Long> heardOnce = new CopyOnWriteArrayList<>();
        List<Long> other = new CopyOnWriteArrayList<>();
        ready(
                bench,
                bus.on("paid", Event.class, event -> heard.add(event.value().sequence())));
        ready(
                bench,
                bus.on("shipped", Event.class, event -> other.add(event.value().sequence())));
        Subscription once = bus.once(
                "paid", Event.class, event -> heardOnce.add(event.value().sequence()));
        ready(bench, once);
        for (int i = 0; i < 3; i++) {
            bench.await(bus.emit("paid", Event.of(i, 1, 0)), "the receiver count of an event");
        }
        bench.await(bus.emit("shipped", Event.of(3, 1, 0)), "the receiver count of an event");
        bench.await(once.ended(), "the end of once() after its event");
        bench.await(
                () -> heard.contains(2L) && !other.isEmpty(),
                "the last event of each name",
                () -> heard + " and " + other);
        bench.quiet();
        Violation.unless(
                heard.equals(List.of(0L, 1L, 2L)) && heardOnce.equals(List.of(0L)) && other.equals(List.of(3L)),
                "expected events [0, 1, 2] by name, [0] by once() and [3] by another name, saw " + heard + ", "
                        + heardOnce + " and " + other);
    }

    private static void byWildcard(Bench bench) {
        Capabilities.patterns(bench);
        EventBus bus = bench.client("bus").eventBus(mapping(bench, ""));
        List<String> heard = new CopyOnWriteArrayList<>();
        ready(
                bench,
                bus.on(
                        "order.*",
                        Event.class,
                        event -> heard.add(event.name() + " " + event.value().sequence())));
        List<String> names = List.of("order.paid", "other", "order.shipped");
        for (int i = 0; i < names.size(); i++) {
            bench.await(bus.emit(names.get(i), Event.of(i, 1, 0)), "the receiver count of an event");
        }
        bench.await(() -> heard.contains("order.shipped 2"), "the last event by a wildcard", heard::toString);
        bench.quiet();
        Violation.unless(
                heard.equals(List.of("order.paid 0", "order.shipped 2")),
                "expected [order.paid 0, order.shipped 2] by the wildcard order.*, saw " + heard);
    }

    private static void waiting(Bench bench) {
        EventBus asking = bench.client("asking").eventBus(mapping(bench, ""));
        EventBus answering = bench.client("answering").eventBus(mapping(bench, ""));
        ready(bench, answering.on("ping", Event.class, event -> {
            CompletableFuture<Long> unused = answering.emit("pong", Event.of(0, 2, 0));
            unused = answering.emit("pong", event.value());
        }));
        Duration patience = bench.target().patience();
        Event answer = bench.await(
                        asking.waitFor(
                                "pong", Event.class, event -> event.value().publisher() == 1, patience, () -> {
                                    CompletableFuture<Long> unused = asking.emit("ping", Event.of(7, 1, 0));
                                }),
                        "the answer that waitFor() waits for")
                .value();
        Violation.unless(answer.equals(Event.of(7, 1, 0)), "expected waitFor() to give the answer 7, saw " + answer);
        try {
            bench.await(
                    asking.waitFor("never", Event.class, event -> true, Duration.ofMillis(100)),
                    "the failure of waitFor() after 100 ms");
            throw new Violation("expected TIMEOUT of waitFor() without an event, saw one");
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.TIMEOUT,
                    "expected TIMEOUT of waitFor() without an event, saw " + e.getMessage());
        }
    }

    private static void broadcast(Bench bench) {
        ChannelMapping all = mapping(bench, "broadcast:");
        EventBus first = bench.client("first").eventBus(mapping(bench, "targeted:a:"), all);
        EventBus second = bench.client("second").eventBus(mapping(bench, "targeted:b:"), all);
        EventBus toSecond = bench.client("sender").eventBus(mapping(bench, "targeted:b:"), all);
        List<Long> atFirst = new CopyOnWriteArrayList<>();
        List<Long> atSecond = new CopyOnWriteArrayList<>();
        ready(
                bench,
                first.on(
                        "hello", Event.class, event -> atFirst.add(event.value().sequence())));
        ready(
                bench,
                second.on(
                        "hello",
                        Event.class,
                        event -> atSecond.add(event.value().sequence())));
        long one = bench.await(toSecond.emit("hello", Event.of(1, 1, 0)), "the receiver count of an event");
        bench.await(() -> atSecond.contains(1L), "what is emitted at its member", () -> atSecond + "");
        long both = bench.await(toSecond.broadcast("hello", Event.of(2, 1, 0)), "the receiver count of a broadcast");
        bench.await(
                () -> atFirst.contains(2L) && atSecond.contains(2L),
                "a broadcast at both members",
                () -> atFirst + " and " + atSecond);
        Violation.unless(
                one == 1 && both == 2 && atFirst.equals(List.of(2L)) && atSecond.equals(List.of(1L, 2L)),
                "expected [2] and [1, 2] by 1 and 2 receivers, saw " + atFirst + " and " + atSecond + " by " + one
                        + " and " + both);
    }

    private static void health(Bench bench) {
        EventBus bus = bench.client("health").eventBus();
        Duration patience = bench.target().patience();
        Duration roundTrip = bench.await(bus.healthCheck(patience), "the round trip of healthCheck()");
        Violation.unless(
                !roundTrip.isNegative() && roundTrip.compareTo(patience) < 0,
                "expected healthCheck() to measure a round trip, saw " + roundTrip);
    }

    private static void demand(Bench bench) {
        Fanfare client = bench.client("demand");
        TypedChannel<Event> channel = client.channel(bench.channelName("demand"), Event.class);
        new Arrivals().subscribe(bench, channel);
        Asking asking = bench.keep(new Asking());
        channel.publisher().subscribe(asking);
        asking.request(10);
        for (int i = 0; i < 100; i++) {
            bench.await(channel.publish(Event.of(i, 1, 0)), "the receiver count of a publish");
        }
        bench.await(() -> asking.heard.size() >= 10, "10 events that were asked for", () -> asking.heard.size() + "");
        bench.quiet();
        Violation.unlessEqual(10, asking.heard.size(), "events where 10 were asked for");
        asking.request(200);
        bench.await(() -> asking.heard.size() >= 100, "100 events that were asked for", () -> asking.heard.size() + "");
        bench.quiet();
        for (int i = 0; i < asking.heard.size(); i++) {
            Violation.unless(
                    asking.heard.get(i) == i && asking.heard.size() == 100 && asking.failure == null,
                    "expected events 0 to 99 in order, saw " + asking.heard + " and failure " + asking.failure);
        }
    }

    private static void prefix(Bench bench) {
        Fanfare first = bench.open(bench.clientBuilder("first").channelPrefix(bench.channelName("a:")));
        Fanfare second = bench.open(bench.clientBuilder("second").channelPrefix(bench.channelName("b:")));
        Link wire = Link.open(bench).subscribe(bench.channel("a:news"), bench.channel("b:news"));
        List<String> atFirst = new CopyOnWriteArrayList<>();
        List<String> atSecond = new CopyOnWriteArrayList<>();
        TypedChannel<Event> channel = first.channel("news", Event.class);
        ready(
                bench,
                channel.onDelivery(one -> atFirst.add(one.channel() + " " + one.topic()))
                        .subscribe());
        ready(
                bench,
                second.channel("news", Event.class)
                        .onDelivery(one -> atSecond.add(one.channel() + " " + one.topic()))
                        .subscribe());
        long receivers = bench.await(channel.publish(Event.of(1, 1, 0)), "the receiver count of a publish");
        bench.await(() -> !atFirst.isEmpty(), "an event in the prefix of its publisher", () -> "none");
        wire.flush();
        int onWire = wire.inbox().messages(bench.channel("a:news")).size();
        Violation.unless(
                receivers == 2
                        && onWire == 1
                        && wire.inbox().messages(bench.channel("b:news")).isEmpty()
                        && atFirst.equals(List.of("news news"))
                        && atSecond.isEmpty(),
                "expected one event on the channel news in one prefix alone, with the prefix on the wire, saw "
                        + atFirst + " and " + atSecond + ", " + onWire + " on the wire and " + receivers
                        + " receivers");
    }

    private static ChannelMapping mapping(Bench bench, String prefix) {
        return ChannelMapping.prefix(bench.channelName(prefix));
    }

    private static void ready(Bench bench, Subscription subscription) {
        bench.await(subscription.ready(), "confirmation of the subscription to " + subscription.topic());
    }

    /** A subscriber of a publisher that asks for what it is told to. */
    private static final class Asking implements Flow.Subscriber<Delivery<Event>>, AutoCloseable {
        private final List<Long> heard = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private volatile @Nullable Throwable failure;

        void request(long count) {
            subscription.join().request(count);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(Delivery<Event> delivery) {
            heard.add(delivery.value().sequence());
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause;
        }

        @Override
        public void onComplete() {}

        @Override
        public void close() {
            if (subscription.isDone()) {
                subscription.join().cancel();
            }
        }
    }
}
