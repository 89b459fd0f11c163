package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.spi.Node;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RuleRunnerTest {
    @Test
    void checkThatHangsFailsAndTellsWhatItAwaited() {
        RuleResult result = run(Duration.ofSeconds(60), Duration.ofMillis(300), bench -> {
            bench.await(new CompletableFuture<Void>(), "a message that never comes");
        });
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.message()).contains("still waiting for a message that never comes");
    }

    @Test
    void stageThatNeverCompletesFailsWithinThePatience() {
        RuleResult result = run(Duration.ofMillis(100), Duration.ofSeconds(20), bench -> {
            bench.await(new CompletableFuture<Void>(), "a message that never comes");
        });
        assertThat(result.message()).isEqualTo("expected a message that never comes within 100 ms; nothing came");
    }

    @Test
    void exceptionIsAFailureWithItsCauses() {
        RuleResult result = run(Duration.ofSeconds(1), Duration.ofSeconds(20), bench -> {
            throw new IllegalStateException("outer", new IllegalArgumentException("inner"));
        });
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.message()).contains("outer; caused by inner");
    }

    @Test
    void whatACheckOpenedIsClosedAfterItAndAFailureToCloseCounts() {
        AtomicInteger closed = new AtomicInteger();
        RuleResult result = run(Duration.ofSeconds(1), Duration.ofSeconds(20), bench -> {
            bench.keep(closed::incrementAndGet);
            bench.keep(() -> {
                throw new IllegalStateException("does not close");
            });
        });
        assertThat(closed).hasValue(1);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.message()).contains("closing what the check opened").contains("does not close");
    }

    private static RuleResult run(Duration patience, Duration limit, Check check) {
        Target target = new Target(
                "redis://localhost:7389",
                Node.of("localhost", 7389),
                new MemoryTransportProvider(),
                new JsonCodecProvider(),
                patience,
                limit,
                100);
        return new RuleRunner(target).run(CheckedRule.must("TST-01", "a test MUST run", check));
    }
}
