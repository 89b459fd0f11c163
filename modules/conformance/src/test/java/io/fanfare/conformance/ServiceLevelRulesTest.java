package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceLevelRulesTest {
    @ParameterizedTest
    @CsvSource({
        "LOCAL, 900, PASSED",
        "LOCAL, 1100, FAILED",
        "DATACENTER, 4900, PASSED",
        "DATACENTER, 5100, FAILED",
        "CROSS_REGION, 49000, PASSED",
        "CROSS_REGION, 51000, FAILED"
    })
    void latencyIsJudgedByTheProfile(Profile profile, long micros, Verdict verdict) {
        RuleResult result = new ServiceLevelRules(profile).latency(figures(10_000, 10_000, 0), histogram(micros), 1);
        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.message()).contains("p" + (int) profile.latencyPercentile(), profile.toString());
    }

    @Test
    void latencyOfAGeneratorThatWasTooSlowIsNotAPass() {
        RuleResult result = new ServiceLevelRules(Profile.LOCAL).latency(figures(10_000, 9_000, 0), histogram(100), 1);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.message()).contains("sent only 9,000 of 10,000 messages a second");
    }

    @Test
    void noLatencyIsNotAGoodLatency() {
        RuleResult result =
                new ServiceLevelRules(Profile.LOCAL).latency(figures(10_000, 10_000, 0), new Histogram(3), 1);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"10000, PASSED", "9999, FAILED"})
    void throughputIsJudgedByDeliveries(double delivered, Verdict verdict) {
        RuleResult result = new ServiceLevelRules(Profile.LOCAL).throughput(figures(delivered, 10_000, 0), 1);
        assertThat(result.verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, PASSED", "1, FAILED"})
    void anythingLostFails(long lost, Verdict verdict) {
        assertThat(new ServiceLevelRules(Profile.LOCAL)
                        .tally(figures(1, 1, lost), 1)
                        .verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 50, 60, PASSED",
        "1000, 51, 60, FAILED",
        "1000, 10, 9, FAILED",
        "1000, 10, -1, PASSED",
        "0, 0, 0, FAILED"
    })
    void reuseIsThePoolsWordUnlessTheServerSawLess(long publishes, long opened, long accepted, Verdict verdict) {
        RuleResult result =
                new ServiceLevelRules(Profile.LOCAL).reuse(new ReuseMeter.Result(publishes, opened, accepted), 1);
        assertThat(result.verdict()).describedAs(result.message()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"100, 100, 100, 100, 100", "100, 99, 100, 100, 99", "100, 100, 98, 100, 98", "100, 100, -1, 97, 97"})
    void connectionsAreTheLeastOfAllCounts(int confirmed, long receivers, int listed, int served, int expected) {
        ConnectionsPhase.Result seen = new ConnectionsPhase.Result(confirmed, receivers, listed, served, Tally.CLEAN);
        assertThat(seen.connections()).isEqualTo(expected);
        assertThat(new ServiceLevelRules(Profile.LOCAL).connections(seen, 1).verdict())
                .isEqualTo(expected >= 100 ? Verdict.PASSED : Verdict.FAILED);
    }

    private static ServiceLevel figures(double delivered, double generated, long lost) {
        return new ServiceLevel(
                delivered,
                delivered,
                222,
                10_000,
                new Latency(1, 1, 1, 1, 1),
                100,
                100,
                1,
                lost,
                0,
                0,
                generated,
                1,
                1,
                0,
                0);
    }

    private static Histogram histogram(long micros) {
        Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(micros * 1_000, 100);
        return histogram;
    }
}
