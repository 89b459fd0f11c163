package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.conformance.Level;
import io.fanfare.conformance.Pairing;
import io.fanfare.conformance.RuleResult;
import io.fanfare.conformance.Server;
import io.fanfare.conformance.Verdict;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Pairing JEDIS = new Pairing("jedis", "json");
    private static final Pairing REDISSON = new Pairing("redisson", "json");

    private final AtomicLong clock = new AtomicLong();

    private void follow(StepProgress progress) {
        progress.started(new Server("7.0.15", "redis", "redis://127.0.0.1:6379", 62), List.of(JEDIS, REDISSON));
        progress.runStarted(1, 2, JEDIS);
        progress.phaseStarted(JEDIS, "contract");
        progress.ruleFinished(JEDIS, result(Verdict.PASSED));
        progress.ruleFinished(JEDIS, result(Verdict.FAILED));
        progress.ruleFinished(JEDIS, result(Verdict.NOT_APPLICABLE));
        clock.addAndGet(2_100_000_000L);
        progress.phaseStarted(JEDIS, "throughput");
        clock.addAndGet(4_000_000_000L);
        progress.phaseStarted(JEDIS, "latency");
        clock.addAndGet(5_000_000_000L);
        progress.ruleFinished(JEDIS, result(Verdict.PASSED));
        progress.phaseStarted(JEDIS, "resilience");
        clock.addAndGet(7_000_000_000L);
        progress.ruleFinished(JEDIS, result(Verdict.PASSED));
        progress.runFinished(1, 2, Reports.run("jedis", Verdict.PASSED));
        progress.end();
    }

    private static RuleResult result(Verdict verdict) {
        return new RuleResult("PUB-01", Level.MUST, verdict, "", 1);
    }

    @Test
    void withoutATerminalEachFinishedStepIsOneLine() {
        Screen screen = Screen.plain();
        follow(new PlainProgress(screen.console(), clock::get));
        assertThat(screen.out().lines())
                .containsExactly(
                        "Server   redis 7.0.15 at redis://127.0.0.1:6379, round trip 0.06 ms",
                        "[1/2] jedis+json     contract       1 passed  1 FAILED  1 n/a      2.1 s",
                        "[1/2] jedis+json     service level  1 passed                       9.0 s",
                        "[1/2] jedis+json     resilience     1 passed                       7.0 s");
        assertThat(screen.out()).doesNotContain("\r", "\u001b");
    }

    @Test
    void onATerminalTheLastLineIsOverwritten() {
        Screen screen = Screen.terminal();
        follow(new LiveProgress(screen.console(), clock::get));
        assertThat(screen.out())
                .contains(
                        "\r[1/2] jedis+json     contract       ...",
                        "\r[1/2] jedis+json     contract       1 passed ...",
                        "\r[1/2] jedis+json     contract       1 passed  1 FAILED  1 n/a      2.1 s\n",
                        "\r[1/2] jedis+json     service level  throughput ...",
                        "\r[1/2] jedis+json     service level  latency ...   ",
                        "\r[1/2] jedis+json     service level  1 passed                       9.0 s\n",
                        "\r[1/2] jedis+json     resilience     1 passed                       7.0 s\n")
                .doesNotContain("\u001b");
    }

    @Test
    void aShorterLineWipesTheLongerOne() {
        Screen screen = Screen.terminal();
        LiveProgress progress = new LiveProgress(screen.console(), clock::get);
        progress.stepChanged("abcdef");
        progress.stepChanged("ab");
        progress.end();
        assertThat(screen.out()).isEqualTo("\rabcdef\rab    \r  \r");
    }
}
