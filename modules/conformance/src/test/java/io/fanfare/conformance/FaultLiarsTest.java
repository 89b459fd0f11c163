package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Providers;
import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Over the transport jedis, a redis-server and proxies. Each rule has a proxy of its own, so that several run at a
 * time.
 */
class FaultLiarsTest {
    private static final int AT_A_TIME = 4;

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    static List<Liar> liars() {
        return FaultLiars.all();
    }

    @Test
    void everyRuleHoldsWithoutALie() throws Exception {
        assertThat(failures(new Lie())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("liars")
    void exactlyTheDeclaredRulesCatchTheLiar(Liar liar) throws Exception {
        Liars.judge(liar, failures(liar.lie().get()));
    }

    @Test
    void everyRuleOfResilienceHasALiar() {
        assertThat(Liars.caught(FaultLiars.all().stream())).containsAll(Liars.ids(FaultRules.all()));
    }

    static Map<String, String> failures(Lie lie) throws Exception {
        Target target = new Target(
                redis.uri(),
                Node.of(redis.host(), redis.port()),
                StagedProvider.over(Providers.discover().transport("jedis"), lie),
                new JsonCodecProvider(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                200);
        RuleRunner runner = new RuleRunner(target);
        List<Callable<RuleResult>> checks = new ArrayList<>();
        for (CheckedRule rule : FaultRules.all()) {
            checks.add(() -> runner.run(rule));
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        Map<String, String> failures = new TreeMap<>();
        try {
            for (Future<RuleResult> check : threads.invokeAll(checks)) {
                RuleResult result = check.get();
                if (result.verdict() != Verdict.PASSED) {
                    failures.put(result.id(), result.message());
                }
            }
        } finally {
            threads.shutdown();
        }
        return failures;
    }
}
