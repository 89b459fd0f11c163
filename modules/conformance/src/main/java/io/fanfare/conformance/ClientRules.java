package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import java.util.List;

/** What an application sees: typed publishing and subscribing by a client. */
final class ClientRules {
    private ClientRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("CLI-01", "a typed publish MUST reach typed handlers as an equal value", ClientRules::typed),
                must("CLI-02", "a typed pattern MUST receive the values of channels that match", ClientRules::pattern),
                must(
                        "CLI-03",
                        "a message MUST NOT be handled after unsubscribe() has returned",
                        ClientRules::unsubscribed),
                must("CLI-04", "handlers of one topic MUST share one server subscription", ClientRules::shared),
                must(
                        "ERR-01",
                        "a malformed payload MUST reach the error handler and nothing else",
                        ClientRules::malformed),
                must("ERR-02", "a handler that throws MUST silence nobody", ClientRules::throwing));
    }

    private static void typed(Bench bench) {
        Fanfare client = bench.client("typed");
        TypedChannel<Event> channel = client.channel(bench.channelName("typed"), Event.class);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, channel);
        Event event = Event.of(42, 1, System.nanoTime());
        long receivers = bench.await(channel.publish(event), "the receiver count of a publish");
        Violation.unlessEqual(1, receivers, "receivers of a typed publish");
        arrivals.await(bench, 42);
        bench.quiet();
        Violation.unless(
                arrivals.events().equals(List.of(event)), "expected [" + event + "], saw " + arrivals.events());
    }

    private static void pattern(Bench bench) {
        Capabilities.patterns(bench);
        Fanfare client = bench.client("pattern");
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, client.pattern(bench.channelName("orders.*"), Event.class));
        for (String name : List.of("orders.a", "other", "orders.b")) {
            TypedChannel<Event> channel = client.channel(bench.channelName(name), Event.class);
            bench.await(channel.publish(Event.of(name.hashCode() & 0xFF, 1, 0)), "the receiver count of a publish");
        }
        List<Long> expected = List.of((long) ("orders.a".hashCode() & 0xFF), (long) ("orders.b".hashCode() & 0xFF));
        arrivals.await(bench, expected.get(1));
        Violation.unless(
                arrivals.sequences().equals(expected),
                "expected events " + expected + " by the pattern orders.*, saw " + arrivals.sequences());
    }

    private static void unsubscribed(Bench bench) {
        Fanfare client = bench.client("unsubscribed");
        TypedChannel<Event> channel = client.channel(bench.channelName("unsubscribed"), Event.class);
        Arrivals ended = new Arrivals();
        Arrivals kept = new Arrivals();
        Subscription subscription = ended.subscribe(bench, channel);
        kept.subscribe(bench, channel);
        bench.await(channel.publish(Event.of(0, 1, 0)), "the receiver count of a publish");
        ended.await(bench, 0);
        bench.await(subscription.unsubscribe(), "the end of the subscription");
        bench.await(channel.publish(Event.of(1, 1, 0)), "the receiver count of a publish");
        kept.await(bench, 1);
        bench.quiet();
        Violation.unlessEqual(1, ended.events().size(), "events to the handler that unsubscribed after one");
    }

    private static void shared(Bench bench) {
        ServerClients server = bench.server();
        Fanfare client = bench.client("shared");
        TypedChannel<Event> channel = client.channel(bench.channelName("shared"), Event.class);
        Arrivals first = new Arrivals();
        Arrivals second = new Arrivals();
        Subscription ended = first.subscribe(bench, channel);
        second.subscribe(bench, channel);
        long count = server.subscribers(bench.channelName("shared"));
        Violation.unlessEqual(1, count, "subscriptions in PUBSUB NUMSUB for two handlers of one topic");
        bench.await(ended.unsubscribe(), "the end of one of two subscriptions");
        long receivers = bench.await(channel.publish(Event.of(7, 1, 0)), "the receiver count of a publish");
        Violation.unlessEqual(1, receivers, "receivers after one of two handlers unsubscribed");
        second.await(bench, 7);
    }

    private static void malformed(Bench bench) {
        Fanfare client = bench.client("malformed");
        TypedChannel<Event> channel = client.channel(bench.channelName("malformed"), Event.class);
        TypedChannel<Event> other = client.channel(bench.channelName("wellformed"), Event.class);
        Arrivals arrivals = new Arrivals();
        Arrivals bystander = new Arrivals();
        arrivals.subscribe(bench, channel);
        bystander.subscribe(bench, other);
        Payload malformed = Payload.of(new byte[] {(byte) 0xC1, 0, (byte) 0xFF});
        Link.open(bench).publish(channel.topic(), malformed);
        bench.await(channel.publish(Event.of(1, 1, 0)), "the receiver count of a publish");
        bench.await(other.publish(Event.of(2, 1, 0)), "the receiver count of a publish");
        arrivals.await(bench, 1);
        bystander.await(bench, 2);
        Violation.unless(
                arrivals.failures().size() == 1
                        && arrivals.failures().get(0).code() == ErrorCode.DECODE_FAILED
                        && arrivals.failures().get(0).rejected().payload().equals(malformed),
                "expected one DECODE_FAILED with the payload of 3 bytes, saw " + arrivals.failures());
        Violation.unless(
                bystander.failures().isEmpty() && arrivals.sequences().equals(List.of(1L)),
                "expected nothing but the error handler to hear of a malformed payload, saw events "
                        + arrivals.sequences() + " and another topic's failures " + bystander.failures());
    }

    private static void throwing(Bench bench) {
        Fanfare client = bench.client("throwing");
        TypedChannel<Event> channel = client.channel(bench.channelName("throwing"), Event.class);
        Arrivals kept = new Arrivals();
        Arrivals failed = new Arrivals();
        bench.await(
                channel.onMessage(event -> {
                            failed.handle(event);
                            throw new Planted("ERR-02");
                        })
                        .onError(failed.failures()::add)
                        .subscribe()
                        .ready(),
                "confirmation of a subscription");
        kept.subscribe(bench, channel);
        for (int i = 0; i < 10; i++) {
            bench.await(channel.publish(Event.of(i, 1, 0)), "the receiver count of a publish");
        }
        kept.await(bench, 9);
        failed.await(bench, 9);
        bench.await(
                () -> failed.failures().size() == 10,
                "10 failures of the handler that throws",
                () -> failed.failures().size() + " of them");
        Violation.unless(
                kept.events().size() == 10
                        && failed.events().size() == 10
                        && kept.failures().isEmpty(),
                "expected 10 events at each of two handlers although one throws, saw "
                        + kept.events().size() + " and " + failed.events().size() + ", and failures of the other "
                        + kept.failures());
    }
}
