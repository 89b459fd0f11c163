package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.conformance.Conformance;
import io.fanfare.conformance.Level;
import io.fanfare.conformance.Rule;
import io.fanfare.conformance.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private final Rule first = Conformance.rules().get(0);
    private final Rule second = Conformance.rules().get(1);
    private final Screen screen = Screen.plain();

    @Test
    void aPassedReportIsOneTableAndOneVerdict() {
        new ReportText(screen.console())
                .print(
                        Reports.of(
                                Reports.run(
                                        "jedis",
                                        Verdict.PASSED,
                                        Reports.rule(first.id(), Level.MUST, Verdict.PASSED, "")),
                                Reports.run("redisson", Verdict.PASSED)),
                        null);
        assertThat(screen.out().lines())
                .containsExactly(
                        "",
                        "                 msg/s  p50 ms  p99 ms  lost  dup  late  reuse  connections  detect  resubscribed  verdict",
                        "jedis+json     123,457    0.23    1.23     0    1     2  99.9%          100  1.25 s         41 ms  passed",
                        "redisson+json  123,457    0.23    1.23     0    1     2  99.9%          100  1.25 s         41 ms  passed",
                        "",
                        "Profile    local, quick",
                        "Machine    OpenJDK 17; Linux; 2 cores, heap of 512 MiB",
                        "Version    transport jedis: Jedis 8.0.2",
                        "Generator  at worst 0.81 ms behind its schedule; the latencies contain that",
                        "",
                        "PASSED  2 runs, 1 check in 1m 01s");
    }

    @Test
    void aFailedRuleIsShownOnceWithWhatEachRunSaw() {
        new ReportText(screen.console())
                .print(
                        Reports.of(
                                Reports.run(
                                        "jedis",
                                        Verdict.FAILED,
                                        Reports.rule(first.id(), Level.MUST, Verdict.FAILED, "saw 2"),
                                        Reports.rule(second.id(), Level.MUST, Verdict.NOT_APPLICABLE, "no patterns")),
                                Reports.run(
                                        "lettuce",
                                        Verdict.FAILED,
                                        Reports.rule(first.id(), Level.MUST, Verdict.FAILED, "saw 3")),
                                Reports.run(
                                        "redisson",
                                        Verdict.FAILED,
                                        Reports.rule(first.id(), Level.MUST, Verdict.FAILED, "saw 2"))),
                        Path.of("out.json"));
        assertThat(screen.out().lines())
                .containsSubsequence(
                        "FAILED  " + first.id() + "  " + first.level() + "  " + first.intent(),
                        "  jedis+json, redisson+json: saw 2",
                        "  lettuce+json: saw 3",
                        "n/a     " + second.id() + "  " + second.level() + "  " + second.intent(),
                        "  jedis+json: no patterns",
                        "FAILED  1 rule in 3 of 3 runs in 1m 32s; wrote out.json  (exit 1)");
    }

    @Test
    void aRecommendationThatIsNotKeptDoesNotFailTheReport() {
        new ReportText(screen.console())
                .print(
                        Reports.of(Reports.run(
                                "jedis",
                                Verdict.PASSED,
                                Reports.rule(first.id(), Level.SHOULD, Verdict.FAILED, "saw 2"))),
                        null);
        assertThat(screen.out().lines())
                .contains("  jedis+json: saw 2")
                .last()
                .isEqualTo("PASSED  1 run, 0 checks, 1 recommendation not kept in 30.5 s");
    }
}
