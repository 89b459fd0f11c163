package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceTest {
    private static final LoadPlan BRIEF = new LoadPlan(
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            2_000,
            100,
            20);

    @Test
    void memoryTransportKeepsEveryRuleThatAppliesToIt() {
        Recording progress = new Recording();
        Report report = conformance().progress(progress).plan(BRIEF).build().run();
        Run run = report.runs().get(0);

        // speed is not a matter of correctness: SL-01 and SL-02 depend on how busy the machine is
        assertThat(run.rules())
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .extracting(RuleResult::id)
                .isSubsetOf("SL-01", "SL-02");
        assertThat(run.rules())
                .extracting(RuleResult::id)
                .isEqualTo(Conformance.rules().stream().map(Rule::id).toList());
        assertThat(run.pool()).isEqualTo("shared");
        assertThat(run.dispatcher()).isEqualTo("ordered");
        ServiceLevel figures = run.serviceLevel();
        assertThat(figures.connections()).isEqualTo(100);
        assertThat(figures.subscribers()).isEqualTo(100);
        assertThat(figures.reuse()).isEqualTo(1);
        assertThat(figures.lost() + figures.duplicated() + figures.reordered()).isZero();
        assertThat(figures.payloadBytes()).isBetween(200, 300);
        assertThat(figures.deliveredPerSecond()).isPositive();
        assertThat(figures.latencyMicros().p50()).isPositive();
        assertThat(progress.events)
                .startsWith("started 1", "run 1 of 1 memory+json", "phase contract", "rule PAY-01")
                .contains("phase throughput", "phase latency", "phase connections", "rule SL-05", "phase resilience")
                .endsWith("rule RES-10", "finished 1 of 1");
    }

    @Test
    void pairsEveryTransportWithEveryCodec() {
        Conformance conformance = Conformance.builder()
                .uri("redis://localhost")
                .transports(List.of("memory"))
                .build();
        assertThat(conformance.pairings())
                .containsExactly(new Pairing("memory", "json"), new Pairing("memory", "msgpack"));
    }

    @Test
    void unknownTransportIsRefusedWithThoseFound() {
        assertThatThrownBy(() -> Conformance.builder()
                        .uri("redis://localhost")
                        .transports(List.of("nosuch"))
                        .build())
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining("nosuch")
                .hasMessageContaining("memory")
                .extracting(e -> ((PubSubException) e).code())
                .isEqualTo(ErrorCode.PROVIDER_NOT_FOUND);
    }

    @Test
    void withoutATransportThatReachesRedisNothingIsExamined() {
        assertThatThrownBy(() -> Conformance.Builder.reachingRedis(List.of(new MemoryTransportProvider())))
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining("fanfare-transport-jedis")
                .extracting(e -> ((PubSubException) e).code())
                .isEqualTo(ErrorCode.PROVIDER_NOT_FOUND);
    }

    @Test
    void malformedOrMissingUriIsRefused() {
        for (Conformance.Builder builder :
                List.of(Conformance.builder(), Conformance.builder().uri("localhost"))) {
            assertThatThrownBy(builder::build)
                    .isInstanceOf(PubSubException.class)
                    .extracting(e -> ((PubSubException) e).code())
                    .isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        }
    }

    @Test
    void profileFollowsTheAddressUnlessNamed() {
        assertThat(conformance().build().profile()).isEqualTo(Profile.LOCAL);
        assertThat(conformance().uri("redis://192.0.2.1").build().profile()).isEqualTo(Profile.DATACENTER);
        assertThat(conformance().profile(Profile.CROSS_REGION).build().profile())
                .isEqualTo(Profile.CROSS_REGION);
    }

    private static Conformance.Builder conformance() {
        return Conformance.builder()
                .uri("redis://localhost")
                .transports(List.of("memory"))
                .codecs(List.of("json"));
    }

    private static final class Recording implements Progress {
        private final List<String> events = new ArrayList<>();

        @Override
        public void started(Server server, List<Pairing> pairings) {
            events.add("started " + pairings.size());
        }

        @Override
        public void runStarted(int index, int count, Pairing pairing) {
            events.add("run " + index + " of " + count + " " + pairing);
        }

        @Override
        public void ruleFinished(Pairing pairing, RuleResult result) {
            events.add("rule " + result.id());
        }

        @Override
        public void phaseStarted(Pairing pairing, String phase) {
            events.add("phase " + phase);
        }

        @Override
        public void runFinished(int index, int count, Run run) {
            events.add("finished " + index + " of " + count);
        }
    }
}
