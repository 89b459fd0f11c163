package io.fanfare.conformance;

import io.fanfare.Fanfare;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.List;
import java.util.function.Consumer;

/** Measures one pairing with the pool and dispatcher that applications get by default, and judges the figures. */
final class ServiceLevelRun {
    static final String POOL = "shared";
    static final String DISPATCHER = "ordered";

    /** The figures and what they mean for the rules. */
    record Result(ServiceLevel figures, List<RuleResult> rules) {}

    private final Target target;
    private final Profile profile;
    private final LoadPlan plan;
    private final Consumer<String> phases;

    ServiceLevelRun(Target target, Profile profile, LoadPlan plan, Consumer<String> phases) {
        this.target = target;
        this.profile = profile;
        this.plan = plan;
        this.phases = phases;
    }

    Result run() {
        long start = System.nanoTime();
        try (Bench bench = new Bench(target)) {
            return measure(bench);
        } catch (Violation | NotApplicable | PubSubException e) {
            return broken(String.valueOf(e.getMessage()), start);
        } catch (RuntimeException | LinkageError e) {
            return broken(e.toString(), start);
        }
    }

    @SuppressWarnings("resource") // the bench closes the client
    private Result measure(Bench bench) {
        long start = System.nanoTime();
        Fanfare client = bench.open(bench.clientBuilder("load").pool(POOL).dispatcher(DISPATCHER));
        ReuseMeter meter = new ReuseMeter(bench, client);
        phases.accept("throughput");
        ThroughputPhase.Result throughput =
                new ThroughputPhase(bench, client).run(plan.throughputWarmUp(), plan.throughput(), meter::start);
        long throughputEnd = System.nanoTime();
        phases.accept("latency");
        LatencyPhase.Result latency =
                new LatencyPhase(bench, client).run(plan.rate(), plan.latencyWarmUp(), plan.latency());
        ReuseMeter.Result reuse = meter.stop(throughput.published() + latency.published());
        long latencyEnd = System.nanoTime();
        phases.accept("connections");
        ConnectionsPhase.Result connections = new ConnectionsPhase(bench, client)
                .run(plan.subscribers(), plan.broadcasts(), bench.clientName("load"));
        long end = System.nanoTime();
        Tally tally = throughput.tally().plus(latency.tally()).plus(connections.tally());
        ServiceLevel figures = new ServiceLevel(
                throughput.deliveredPerSecond(),
                throughput.publishedPerSecond(),
                target.codec()
                        .codec(TypeRef.of(Event.class))
                        .encode(Event.of(0, 1, System.nanoTime()))
                        .length(),
                plan.rate(),
                latency.micros(),
                connections.connections(),
                connections.confirmed(),
                reuse.reuse(),
                tally.lost(),
                tally.duplicated(),
                tally.reordered(),
                latency.generatedPerSecond(),
                latency.worstSlipMicros(),
                reuse.publishes(),
                reuse.opened(),
                reuse.accepted());
        ServiceLevelRules rules = new ServiceLevelRules(profile);
        return new Result(
                figures,
                List.of(
                        rules.throughput(figures, millis(start, throughputEnd)),
                        rules.latency(figures, latency.nanos(), millis(throughputEnd, latencyEnd)),
                        rules.connections(connections, millis(latencyEnd, end)),
                        rules.reuse(reuse, millis(start, latencyEnd)),
                        rules.tally(figures, millis(start, end))));
    }

    private Result broken(String message, long start) {
        ServiceLevel nothing =
                new ServiceLevel(0, 0, 0, plan.rate(), new Latency(0, 0, 0, 0, 0), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1);
        List<RuleResult> rules = ServiceLevelRules.rules().stream()
                .map(rule -> new RuleResult(
                        rule.id(),
                        rule.level(),
                        Verdict.FAILED,
                        "the service-level run did not finish: " + message,
                        millis(start, System.nanoTime())))
                .toList();
        return new Result(nothing, rules);
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }
}
