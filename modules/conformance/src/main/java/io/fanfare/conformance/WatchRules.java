package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.TypedChannel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.TransportProvider;
import java.util.List;

/** What a client finds by looking, though no connection is lost. */
final class WatchRules {
    private WatchRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "AUD-01",
                        "an audit MUST find a confirmed subscription that the server does not hold",
                        WatchRules::audit),
                must("PRB-01", "a probe MUST find a connection that hands on no messages", WatchRules::probe));
    }

    private static void audit(Bench bench) {
        TransportProvider forgetting = Flawed.forgetting(bench.target().transport(), bench.channel("forgotten"));
        Fanfare client =
                bench.open(bench.clientBuilder("audit").transport(forgetting).set("audit.interval", "100ms"));
        new Arrivals().subscribe(bench, client.channel(bench.channelName("kept"), Event.class));
        comesBack(bench, client, "forgotten", Function.AUDIT, ErrorCode.SUBSCRIPTION_LOST);
    }

    private static void probe(Bench bench) {
        TransportProvider deaf = Flawed.deaf(bench.target().transport(), bench.channel("unheard"));
        Fanfare client = bench.open(bench.clientBuilder("probe")
                .transport(deaf)
                .set("probe.interval", "100ms")
                .set("probe.timeout", "500ms"));
        comesBack(bench, client, "unheard", Function.PROBE, ErrorCode.PROBE_FAILED);
    }

    /** Subscribes to the topic of the flaw, waits until it is found and told as a gap, and receives an event. */
    private static void comesBack(Bench bench, Fanfare client, String name, Function function, ErrorCode cause) {
        TypedChannel<Event> channel = client.channel(bench.channelName(name), Event.class);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, channel);
        bench.await(
                () -> !arrivals.gaps().isEmpty() || client.degraded().containsKey(function),
                "a gap event by " + cause,
                () -> "none");
        PubSubException refusal = client.degraded().get(function);
        if (refusal != null) {
            throw new NotApplicable("the client does without " + function + ": " + refusal.getMessage());
        }
        Gap gap = arrivals.gaps().get(0);
        Violation.unless(gap.cause().code() == cause, "expected a gap event by " + cause + ", saw " + gap);
        bench.await(channel.publish(Event.of(1, 1, 0)), "the receiver count of a publish");
        arrivals.await(bench, 1);
        Violation.unlessEqual(1, arrivals.gaps().size(), "gap events of one flaw");
    }
}
