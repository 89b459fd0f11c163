package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.spi.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every liar over the memory transport, and what the rules of the contract say of one. */
final class Liars {
    private static final Node HOME = Node.of("localhost", 7390);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Liars() {}

    /** Returns those about payloads and publishes. */
    static Stream<Liar> ofMessages() {
        return Stream.of(MessageLiars.all(), PublishLiars.all()).flatMap(List::stream);
    }

    /** Returns those about subscriptions, connections and replies. */
    static Stream<Liar> ofConnections() {
        return Stream.of(SubscribeLiars.all(), ConnectionLiars.all(HOME), ReplyLiars.all())
                .flatMap(List::stream);
    }

    static Stream<Liar> all() {
        return Stream.concat(ofMessages(), ofConnections());
    }

    /** Returns the rules that some liars break. */
    static Set<String> caught(Stream<Liar> liars) {
        return liars.flatMap(liar -> liar.breaks().stream()).collect(Collectors.toSet());
    }

    static List<String> ids(List<CheckedRule> rules) {
        return rules.stream().map(rule -> rule.rule().id()).toList();
    }

    /** Asserts that a liar broke the rules that it declares, no other, and that one of them says so. */
    static void judge(Liar liar, Map<String, String> failures) {
        assertThat(failures.keySet()).describedAs(failures.toString()).isEqualTo(liar.breaks());
        assertThat(failures.values()).anyMatch(message -> message.contains(liar.says()));
        assertThat(failures.values()).noneMatch(message -> message.contains("NullPointerException"));
    }

    /** Returns what each rule of the contract says of a lie, but for those that hold. */
    static Map<String, String> failures(Lie lie) {
        Target target = new Target(
                "redis://localhost:7390",
                HOME,
                StagedProvider.memory(lie, HOME),
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
