package io.fanfare.conformance;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Judges the figures of a service-level run against the limits of a profile. */
final class ServiceLevelRules {
    private static final double SCHEDULE_KEPT = 0.98;

    private static final Rule THROUGHPUT = new Rule(
            "SL-01", Level.MUST, "one publisher MUST reach one subscriber with 10,000 messages a second or more");
    private static final Rule LATENCY =
            new Rule("SL-02", Level.MUST, "latency at 10,000 messages a second MUST keep the limit of the profile");
    private static final Rule CONNECTIONS =
            new Rule("SL-03", Level.MUST, "100 subscriber connections MUST be served at the same time");
    private static final Rule REUSE =
            new Rule("SL-04", Level.MUST, "95 % of publishes or more MUST reuse an open connection");
    private static final Rule TALLY =
            new Rule("SL-05", Level.MUST, "messages MUST NOT be lost, duplicated or reordered under load");

    private final Profile profile;

    ServiceLevelRules(Profile profile) {
        this.profile = profile;
    }

    static List<Rule> rules() {
        return List.of(THROUGHPUT, LATENCY, CONNECTIONS, REUSE, TALLY);
    }

    RuleResult throughput(ServiceLevel figures, long millis) {
        return result(
                THROUGHPUT,
                figures.deliveredPerSecond() >= profile.minDeliveredPerSecond(),
                text(
                        "%,.0f messages a second delivered, %,.0f published; the limit is %,d",
                        figures.deliveredPerSecond(), figures.publishedPerSecond(), profile.minDeliveredPerSecond()),
                millis);
    }

    RuleResult latency(ServiceLevel figures, Histogram nanos, long millis) {
        if (nanos.getTotalCount() == 0) {
            return result(LATENCY, false, "no message arrived, so that no latency was measured", millis);
        }
        double micros = nanos.getValueAtPercentile(profile.latencyPercentile()) / 1e3;
        boolean kept = figures.generatedPerSecond() >= SCHEDULE_KEPT * figures.latencyRate();
        String message = text(
                "p%.0f %,.0f µs; the limit of %s is %,d µs; worst slip of the generator %,.0f µs, contained in the latencies",
                profile.latencyPercentile(), micros, profile, profile.latencyLimitMicros(), figures.worstSlipMicros());
        if (!kept) {
            message += text(
                    "; the generator sent only %,.0f of %,d messages a second, so that this is not the latency at that rate",
                    figures.generatedPerSecond(), figures.latencyRate());
        }
        return result(LATENCY, kept && micros <= profile.latencyLimitMicros(), message, millis);
    }

    RuleResult connections(ConnectionsPhase.Result seen, long millis) {
        return result(
                CONNECTIONS,
                seen.connections() >= profile.minConnections(),
                text(
                        "%d confirmed, %d receivers by the server's count, %s in CLIENT LIST, %d served every message; the limit is %d",
                        seen.confirmed(),
                        seen.receivers(),
                        seen.listed() < 0 ? "unknown" : seen.listed(),
                        seen.served(),
                        profile.minConnections()),
                millis);
    }

    /**
     * The pool's own count decides. The server's, which contains the connections of everyone, can only show that the
     * pool claims connections that were never made.
     */
    RuleResult reuse(ReuseMeter.Result seen, long millis) {
        boolean plausible = seen.accepted() < 0 || seen.opened() <= seen.accepted();
        return result(
                REUSE,
                plausible && seen.reuse() >= profile.minReuse(),
                text(
                        "%.2f %%: the pool opened %,d connections for %,d publishes after warm-up, the server accepted %s from all its clients; the limit is %.0f %%",
                        100 * seen.reuse(),
                        seen.opened(),
                        seen.publishes(),
                        seen.accepted() < 0 ? "an unknown number" : seen.accepted(),
                        100 * profile.minReuse()),
                millis);
    }

    RuleResult tally(ServiceLevel figures, long millis) {
        return result(
                TALLY,
                new Tally(figures.lost(), figures.duplicated(), figures.reordered()).isClean(),
                text(
                        "%,d lost, %,d duplicated, %,d reordered",
                        figures.lost(), figures.duplicated(), figures.reordered()),
                millis);
    }

    private static RuleResult result(Rule rule, boolean holds, String message, long millis) {
        return new RuleResult(rule.id(), rule.level(), holds ? Verdict.PASSED : Verdict.FAILED, message, millis);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
