package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.spi.Node;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiarsTest {
    private static final Node HOME = Node.of("localhost", 7390);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static Stream<Liar> liars() {
        return Stream.of(
                        MessageLiars.all(),
                        PublishLiars.all(),
                        SubscribeLiars.all(),
                        ConnectionLiars.all(HOME),
                        ReplyLiars.all())
                .flatMap(List::stream);
    }

    @Test
    void everyRuleHoldsWithoutALie() {
        assertThat(failures(new Lie())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("liars")
    void exactlyTheDeclaredRulesCatchTheLiar(Liar liar) {
        Map<String, String> failures = failures(liar.lie().get());
        assertThat(failures.keySet()).describedAs(failures.toString()).isEqualTo(liar.breaks());
        assertThat(failures.values()).anyMatch(message -> message.contains(liar.says()));
        assertThat(failures.values()).noneMatch(message -> message.contains("NullPointerException"));
    }

    @Test
    void everyContractRuleHasALiar() {
        Set<String> caught = new HashSet<>();
        liars().forEach(liar -> caught.addAll(liar.breaks()));
        assertThat(caught)
                .containsAll(ContractRules.all().stream()
                        .map(rule -> rule.rule().id())
                        .toList());
    }

    private static Map<String, String> failures(Lie lie) {
        Target target = new Target(
                "redis://localhost:7390",
                HOME,
                new StagedProvider(lie, HOME),
                new StagedCodec(lie, new JsonCodecProvider()),
                PATIENCE,
                Duration.ofSeconds(20),
                100);
        RuleRunner runner = new RuleRunner(target);
        Map<String, String> failures = new TreeMap<>();
        for (CheckedRule rule : ContractRules.all()) {
            RuleResult result = runner.run(rule);
            if (result.verdict() != Verdict.PASSED) {
                failures.put(result.id(), result.message());
            }
        }
        return failures;
    }
}
