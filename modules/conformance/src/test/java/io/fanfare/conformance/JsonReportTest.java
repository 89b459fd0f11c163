package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {
    private static final Report REPORT = new Report(
            Verdict.FAILED,
            "local",
            true,
            Instant.parse("2026-11-23T08:00:00Z"),
            new Server("7.0.15", "redis", "redis://localhost:6379", 42.5),
            new Machine("17", "Linux", 2, 1 << 29),
            Map.of("transport jedis", "Jedis 8"),
            List.of(new Run(
                    "jedis",
                    "json",
                    "shared",
                    "ordered",
                    Verdict.FAILED,
                    List.of(new RuleResult("PAT-01", Level.MUST, Verdict.NOT_APPLICABLE, "why", 3)),
                    new ServiceLevel(
                            20_000.5,
                            20_001,
                            222,
                            10_000,
                            new Latency(1, 2, 3, 4, 5),
                            100,
                            100,
                            0.99,
                            1,
                            2,
                            3,
                            9_999,
                            7,
                            8,
                            9,
                            -1),
                    new Resilience(1_250.5, 40, 1_000),
                    12_345)));

    @Test
    void keysAndTextsAreThoseThatOthersReadBy() {
        JsonNode json = JsonMapper.shared().readTree(JsonReport.toJson(REPORT));
        assertThat(json.at("/verdict").asString()).isEqualTo("failed");
        assertThat(json.at("/profile").asString()).isEqualTo("local");
        assertThat(json.at("/server/version").asString()).isEqualTo("7.0.15");
        assertThat(json.at("/started").asString()).isEqualTo("2026-11-23T08:00:00Z");
        JsonNode run = json.at("/runs/0");
        assertThat(run.propertyNames())
                .contains("transport", "codec", "pool", "dispatcher", "verdict", "rules", "serviceLevel");
        assertThat(run.at("/rules/0/id").asString()).isEqualTo("PAT-01");
        assertThat(run.at("/rules/0/level").asString()).isEqualTo("MUST");
        assertThat(run.at("/rules/0/verdict").asString()).isEqualTo("not-applicable");
        assertThat(run.at("/rules/0/message").asString()).isEqualTo("why");
        JsonNode level = run.at("/serviceLevel");
        assertThat(level.propertyNames())
                .contains(
                        "deliveredPerSecond",
                        "publishedPerSecond",
                        "payloadBytes",
                        "latencyRate",
                        "latencyMicros",
                        "connections",
                        "subscribers",
                        "reuse",
                        "lost",
                        "duplicated",
                        "reordered");
        assertThat(level.at("/deliveredPerSecond").asDouble()).isEqualTo(20_000.5);
        assertThat(level.at("/latencyMicros").propertyNames()).containsExactly("p50", "p90", "p99", "p999", "max");
    }

    @Test
    void fileHoldsTheJson(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        Files.writeString(file, "something longer than nothing");
        JsonReport.write(REPORT, file);
        assertThat(Files.readString(file)).isEqualTo(JsonReport.toJson(REPORT) + System.lineSeparator());
    }
}
