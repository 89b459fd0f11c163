package io.fanfare.cli;

import io.fanfare.conformance.Latency;
import io.fanfare.conformance.Level;
import io.fanfare.conformance.Machine;
import io.fanfare.conformance.Report;
import io.fanfare.conformance.Resilience;
import io.fanfare.conformance.RuleResult;
import io.fanfare.conformance.Run;
import io.fanfare.conformance.Server;
import io.fanfare.conformance.ServiceLevel;
import io.fanfare.conformance.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reports to render. */
final class Reports {
    private Reports() {}

    static Report of(Run... runs) {
        boolean failed = List.of(runs).stream().anyMatch(run -> run.verdict() == Verdict.FAILED);
        return new Report(
                failed ? Verdict.FAILED : Verdict.PASSED,
                "local",
                true,
                Instant.EPOCH,
                new Server("7.0.15", "redis", "redis://127.0.0.1:6379", 62),
                new Machine("OpenJDK 17", "Linux", 2, 512 << 20),
                Map.of("transport jedis", "Jedis 8.0.2"),
                List.of(runs));
    }

    static Run run(String transport, Verdict verdict, RuleResult... rules) {
        ServiceLevel level = new ServiceLevel(
                123_456.7,
                130_000,
                312,
                10_000,
                new Latency(234.5, 400, 1_234.5, 3_000, 4_000),
                100,
                100,
                0.9999,
                0,
                1,
                2,
                10_000,
                812,
                100_000,
                0,
                0);
        Resilience resilience = new Resilience(1_253, 41.4, 1_000);
        return new Run(transport, "json", "shared", "ordered", verdict, List.of(rules), level, resilience, 30_500);
    }

    static RuleResult rule(String id, Level level, Verdict verdict, String message) {
        return new RuleResult(id, level, verdict, message, 5);
    }
}
